package io.meltemi.translator.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.MeshYaml;
import io.meltemi.translator.model.Meshes;
import org.junit.jupiter.api.Test;

class OutboundViewTest {

  private static String entry(String namespace, String name, String host, String more) {
    return """
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: %s, namespace: %s}
    spec:
      hosts: [%s]
      ports: [{number: 80, name: http, protocol: HTTP}, {number: 443, name: tls, protocol: TLS}]
      resolution: DNS
    %s
    ---
    """
        .formatted(name, namespace, host, more.isEmpty() ? "" : "  " + more);
  }

  private static String rule(String namespace, String name, String host, String destination) {
    return """
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: %s, namespace: %s}
    spec:
      hosts: [%s]
      http: [{route: [{destination: {host: %s}}]}]
    ---
    """
        .formatted(name, namespace, host, destination);
  }

  private static String sidecar(String namespace, String egress) {
    return """
    apiVersion: networking.istio.io/v1
    kind: Sidecar
    metadata: {name: default, namespace: %s}
    spec:
      egress: %s
    ---
    """
        .formatted(namespace, egress);
  }

  private static OutboundView view(MeshModel model, String namespace) {
    return view(new ProxyViews(), model, namespace);
  }

  private static OutboundView view(ProxyViews views, MeshModel model, String namespace) {
    ProxyDescriptor proxy =
        Proxies.sidecar(namespace + "/client", "10.3.0.1", ImmutableMap.of("app", "client"));
    return views.of(model, ProxyClassifier.classify(model, proxy)).outbound();
  }

  private static ImmutableList<String> hosts(ServiceScope scope) {
    return scope.services().stream()
        .map(MeshService::hostname)
        .collect(ImmutableList.toImmutableList());
  }

  @Test
  void withoutSidecarEverythingExportedIsSeen() {
    MeshModel model =
        Meshes.of(
            entry("a", "one", "one.example", "")
                + entry("a", "two", "two.example", "exportTo: [\".\"]")
                + entry("b", "three", "three.example", "exportTo: [a]"));
    assertThat(hosts(view(model, "a").services()))
        .containsExactly("one.example", "three.example", "two.example");
    assertThat(hosts(view(model, "b").services())).containsExactly("one.example");
    OutboundView view = view(model, "a");
    assertThat(view.egress())
        .singleElement()
        .satisfies(scope -> assertThat(scope.services()).isSameAs(view.services()));
  }

  @Test
  void ownNamespacesDefinitionOfHostCountsThenTheOldest() {
    MeshModel model =
        Meshes.of(
            entry("a", "x", "shared.example", "")
                + entry("b", "x", "shared.example", "")
                    .replace(
                        "namespace: b",
                        "namespace: b, creationTimestamp: \"1971-01-01T00:00:00Z\""));
    assertThat(view(model, "b").services().service("shared.example").orElseThrow().namespace())
        .isEqualTo("b");
    assertThat(view(model, "c").services().service("shared.example").orElseThrow().namespace())
        .isEqualTo("a");
  }

  @Test
  void sidecarLimitsToWhatItsHostsName() {
    String services =
        entry("a", "one", "one.a.example", "")
            + entry("a", "two", "two.a.example", "")
            + entry("b", "three", "three.b.example", "")
            + entry("b", "hidden", "hidden.b.example", "exportTo: [\".\"]");
    assertThat(imported(services, "[{hosts: [\"./*\"]}]"))
        .containsExactly("one.a.example", "two.a.example");
    assertThat(imported(services, "[{hosts: [\"b/*\"]}]")).containsExactly("three.b.example");
    assertThat(imported(services, "[{hosts: [\"*/two.a.example\", \"*/*.b.example\"]}]"))
        .containsExactly("three.b.example", "two.a.example");
    assertThat(imported(services, "[{hosts: [\"a/three.b.example\"]}]")).isEmpty();
    assertThat(imported(services, "[{hosts: [\"~/*\"]}]")).isEmpty();
  }

  private static ImmutableList<String> imported(String services, String egress) {
    return hosts(view(Meshes.of(services + sidecar("a", egress)), "a").services());
  }

  @Test
  void listenersWithPortComeFirstAndTakeServicesThatHaveIt() {
    OutboundView view =
        view(
            Meshes.of(
                entry("a", "one", "one.example", "")
                    + entry("a", "two", "two.example", "").replace("80", "8080")
                    + sidecar(
                        "a",
                        "[{hosts: [\"*/*\"]},"
                            + " {port: {number: 80, protocol: HTTP, name: h}, hosts: [\"*/*\"]}]")),
            "a");
    assertThat(view.egress().getFirst().listener().orElseThrow().port()).isPresent();
    assertThat(hosts(view.egress().getFirst().services())).containsExactly("one.example");
    assertThat(hosts(view.egress().get(1).services()))
        .containsExactly("one.example", "two.example");
  }

  @Test
  void servicesBehindVisibleRulesGetClustersThoughNotImported() {
    OutboundView view =
        view(
            Meshes.of(
                entry("a", "one", "one.example", "")
                    + entry("b", "two", "two.example", "")
                    + rule("a", "one", "one.example", "two.example")
                    + sidecar("a", "[{hosts: [\"./*\"]}]")),
            "a");
    assertThat(hosts(view.services())).containsExactly("one.example", "two.example");
    assertThat(hosts(view.egress().getFirst().services())).containsExactly("one.example");
  }

  @Test
  void rulesOfGatewaysAndOfOthersAreNotSeen() {
    MeshModel model =
        Meshes.of(
            rule("a", "mesh", "one.example", "x.example")
                + rule("a", "edge", "one.example", "x.example")
                    .replace("  http:", "  gateways: [edge]\n  http:")
                + rule("a", "mine", "one.example", "x.example")
                    .replace("  http:", "  exportTo: [\".\"]\n  http:"));
    assertThat(view(model, "a").egress().getFirst().virtualServices())
        .extracting(ConfigObject::name)
        .containsExactly("mesh", "mine");
    assertThat(view(model, "b").egress().getFirst().virtualServices())
        .extracting(ConfigObject::name)
        .containsExactly("mesh");
  }

  @Test
  void classesOfOneScopeShareTheView() {
    MeshModel model = Meshes.of(MeshYaml.EVERYTHING);
    ProxyViews views = new ProxyViews();
    ProxyClass one =
        ProxyClassifier.classify(
            model, Proxies.sidecar("shop/reviews-1", "10.1.0.1", ImmutableMap.of()));
    ProxyClass other =
        ProxyClassifier.classify(
            model, Proxies.sidecar("shop/ratings-1", "10.1.0.2", ImmutableMap.of()));
    assertThat(one).isNotEqualTo(other);
    assertThat(views.of(model, one).outbound()).isSameAs(views.of(model, other).outbound());
  }

  @Test
  void endpointChangeKeepsTheView() {
    MeshModel before = Meshes.of(MeshYaml.EVERYTHING);
    MeshModel after = Meshes.with(before, MeshYaml.BOOKS.replace("10.9.0.2", "10.9.0.3"));
    ProxyViews views = new ProxyViews();
    assertThat(view(views, after, "shop")).isSameAs(view(views, before, "shop"));
  }

  @Test
  void changeThatNamespaceCannotSeeKeepsItsView() {
    String mine = entry("b", "mine", "mine.example", "exportTo: [\".\"]");
    String myRule =
        rule("b", "mine", "mine.example", "mine.example")
            .replace("  http:", "  exportTo: [\".\"]\n  http:");
    String myPolicy =
        """
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: mine, namespace: b}
        spec: {host: mine.example, exportTo: ["."]}
        ---
        """;
    MeshModel before = Meshes.of(entry("a", "one", "one.example", "") + mine + myRule + myPolicy);
    ProxyViews views = new ProxyViews();
    OutboundView viewOfA = view(views, before, "a");
    OutboundView viewOfB = view(views, before, "b");
    MeshModel after =
        Meshes.with(
            before,
            mine.replace("443", "444")
                + myRule.replace("host: mine.example", "host: other.example")
                + myPolicy.replace("exportTo", "subsets: [{name: v1}], exportTo"));
    assertThat(view(views, after, "a")).isSameAs(viewOfA);
    assertThat(view(views, after, "b")).isNotSameAs(viewOfB);
  }

  @Test
  void routeChangeKeepsServicesAndPolicies() {
    MeshModel before = Meshes.of(MeshYaml.EVERYTHING);
    MeshModel after = Meshes.without(before, ConfigKind.VIRTUAL_SERVICE, "shop", "reviews-too");
    ProxyViews views = new ProxyViews();
    OutboundView viewBefore = view(views, before, "other");
    OutboundView viewAfter = view(views, after, "other");
    assertThat(viewAfter).isNotSameAs(viewBefore);
    assertThat(viewAfter.services()).isSameAs(viewBefore.services());
    assertThat(viewAfter.rules()).isSameAs(viewBefore.rules());
  }

  @Test
  void viewIsTheSameHoweverItWasReached() {
    MeshModel one = Meshes.of(MeshYaml.EVERYTHING);
    MeshModel other = Meshes.without(one, ConfigKind.SERVICE, "shop", "ratings");
    ProxyViews walked = new ProxyViews();
    view(walked, one, "shop");
    view(walked, other, "shop");
    OutboundView back = view(walked, one, "shop");
    OutboundView fresh = view(one, "shop");
    assertThat(hosts(back.services())).isEqualTo(hosts(fresh.services()));
    assertThat(back.egress().getFirst().virtualServices())
        .isEqualTo(fresh.egress().getFirst().virtualServices());
  }
}
