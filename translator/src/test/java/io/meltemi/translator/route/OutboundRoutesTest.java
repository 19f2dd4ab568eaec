package io.meltemi.translator.route;

import static io.meltemi.translator.route.RouteFixtures.SUFFIX;
import static io.meltemi.translator.route.RouteFixtures.address;
import static io.meltemi.translator.route.RouteFixtures.headless;
import static io.meltemi.translator.route.RouteFixtures.rule;
import static io.meltemi.translator.route.RouteFixtures.scope;
import static io.meltemi.translator.route.RouteFixtures.service;
import static io.meltemi.translator.route.RuleBuilder.MatchBuilder.prefix;
import static io.meltemi.translator.route.RuleBuilder.to;
import static io.meltemi.translator.route.RuleBuilder.toSubset;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.meltemi.translator.config.Sidecar;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.Protocol;
import io.meltemi.translator.route.RouteFixtures.Mesh;
import io.meltemi.translator.route.RouteSimulator.Outcome;
import io.meltemi.translator.route.RouteSimulator.Request;
import io.meltemi.translator.xds.PackedMessage;
import io.meltemi.translator.xds.XdsResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which route configurations a sidecar has, and which host goes where. */
class OutboundRoutesTest {

  private static final MeshService REVIEWS = service("reviews" + SUFFIX, 9080, Protocol.HTTP);
  private static final MeshService RATINGS =
      service("ratings.other.svc.cluster.local", 9080, Protocol.HTTP);

  private static String cluster(RouteSimulator table, String host) {
    return cluster(table, Request.get(host, "/"));
  }

  private static String cluster(RouteSimulator table, Request request) {
    return ((Outcome.Forwarded) table.call(request)).cluster();
  }

  @Test
  void aServiceAnswersToItsShortNamesAndItsAddress() {
    RouteSimulator table = new Mesh().services(REVIEWS, RATINGS).table("9080");
    for (String host :
        List.of(
            "reviews",
            "reviews:9080",
            "reviews.default",
            "reviews.default.svc",
            "reviews.default.svc.cluster.local",
            address("reviews" + SUFFIX) + ":9080")) {
      assertThat(cluster(table, host))
          .as(host)
          .isEqualTo("outbound|9080||reviews.default.svc.cluster.local");
    }
    assertThat(cluster(table, "ratings.other"))
        .isEqualTo("outbound|9080||ratings.other.svc.cluster.local");
    assertThat(cluster(table, "ratings")).isEqualTo("PassthroughCluster");
  }

  @Test
  void podsOfAHeadlessServiceAreCalledByName() {
    RouteSimulator table = new Mesh().services(headless(REVIEWS)).table("9080");
    assertThat(cluster(table, "pod-0.reviews"))
        .isEqualTo("outbound|9080||reviews.default.svc.cluster.local");
  }

  @Test
  void detectedPortsWithAnAddressHaveATableOfTheirOwn() {
    RouteTables tables =
        new Mesh()
            .services(
                service("a" + SUFFIX, 7000, Protocol.DETECT),
                headless(service("b" + SUFFIX, 7001, Protocol.DETECT)),
                service("c" + SUFFIX, 7002, Protocol.TCP))
            .tables();
    assertThat(tables.resources())
        .extracting(XdsResource::name)
        .containsExactly("7001", "a.default.svc.cluster.local:7000");
    RouteSimulator own =
        RouteSimulator.of(tables.resources().get("a.default.svc.cluster.local:7000").orElseThrow());
    assertThat(cluster(own, "whatever")).isEqualTo("outbound|7000||a.default.svc.cluster.local");
  }

  @Test
  void aVirtualServiceRulesItsHost() {
    RouteSimulator table =
        new Mesh()
            .services(REVIEWS, RATINGS)
            .rules(
                rule(
                    "default",
                    "reviews",
                    List.of("reviews"),
                    to("ratings.other.svc.cluster.local").when(prefix("/rate")),
                    toSubset("reviews", "v1")))
            .table("9080");
    assertThat(cluster(table, Request.get("reviews", "/rate/1")))
        .isEqualTo("outbound|9080||ratings.other.svc.cluster.local");
    assertThat(cluster(table, Request.get("reviews.default", "/")))
        .isEqualTo("outbound|9080|v1|reviews.default.svc.cluster.local");
  }

  @Test
  void shortNamesInARuleAreRelativeToTheRulesNamespace() {
    RouteSimulator table =
        new Mesh()
            .from(scope("elsewhere"))
            .services(REVIEWS, RATINGS)
            .rules(rule("other", "ratings", List.of("ratings"), toSubset("ratings", "v2")))
            .table("9080");
    assertThat(cluster(table, "ratings.other"))
        .isEqualTo("outbound|9080|v2|ratings.other.svc.cluster.local");
  }

  @Test
  void aRuleThatConcernsOtherPortsLeavesTheServiceAlone() {
    var condition = prefix("/");
    condition.port = 80;
    RouteSimulator table =
        new Mesh()
            .services(REVIEWS)
            .rules(
                rule(
                    "default",
                    "reviews",
                    List.of("reviews"),
                    toSubset("reviews", "v1").when(condition)))
            .table("9080");
    assertThat(cluster(table, "reviews"))
        .isEqualTo("outbound|9080||reviews.default.svc.cluster.local");
  }

  @Test
  void sourceLabelsAndNamespaceDecideWhoIsRouted() {
    var labelled = prefix("/");
    labelled.sourceLabels = Map.of("app", "web");
    var placed = prefix("/");
    placed.sourceNamespace = "shop";
    var rule =
        rule(
            "default",
            "reviews",
            List.of("reviews"),
            toSubset("reviews", "labelled").when(labelled),
            toSubset("reviews", "placed").when(placed),
            toSubset("reviews", "rest"));
    Mesh mesh = new Mesh().services(REVIEWS).rules(rule);
    String host = "reviews.default";
    assertThat(cluster(mesh.from(scope("x", Map.of("app", "web"))).table("9080"), host))
        .contains("|labelled|");
    assertThat(cluster(mesh.from(scope("shop")).table("9080"), host)).contains("|placed|");
    assertThat(cluster(mesh.from(scope("x")).table("9080"), host)).contains("|rest|");
  }

  @Test
  void theMostSpecificHostWins() {
    RouteSimulator table =
        new Mesh()
            .services(REVIEWS, RATINGS)
            .rules(
                rule("a", "all", List.of("*.svc.cluster.local"), toSubset("x.y", "all")),
                rule("a", "ns", List.of("*.other.svc.cluster.local"), toSubset("x.y", "ns")),
                rule("a", "one", List.of("reviews" + SUFFIX), toSubset("x.y", "one")))
            .table("9080");
    assertThat(cluster(table, "reviews")).contains("|one|");
    assertThat(cluster(table, "ratings.other")).contains("|ns|");
  }

  @Test
  void hostsThatAreNoServiceAreRuledOnPort80AndBesideTheirServices() {
    Mesh mesh =
        new Mesh()
            .services(REVIEWS, service("web" + SUFFIX, 80, Protocol.HTTP))
            .rules(
                rule("default", "r", List.of("reviews", "reviews.example.com"), to("reviews")),
                rule("default", "alone", List.of("alone.example.com"), to("web")));
    assertThat(cluster(mesh.table("9080"), "reviews.example.com"))
        .isEqualTo("outbound|9080||reviews.default.svc.cluster.local");
    assertThat(cluster(mesh.table("9080"), "alone.example.com")).isEqualTo("PassthroughCluster");
    assertThat(cluster(mesh.table("80"), "alone.example.com"))
        .isEqualTo("outbound|80||web.default.svc.cluster.local");
  }

  @Test
  void unknownHostsAreBlockedWhereTheSidecarSaysSo() {
    Sidecar sidecar =
        new Sidecar(
            Optional.empty(),
            ImmutableList.of(),
            ImmutableList.of(),
            Optional.empty(),
            Optional.of(
                new Sidecar.OutboundTrafficPolicy(
                    Sidecar.OutboundTrafficPolicy.Mode.REGISTRY_ONLY, Optional.empty())));
    RouteSimulator table = new Mesh().services(REVIEWS).with(sidecar).table("9080");
    assertThat(table.call(Request.get("example.com", "/")))
        .isEqualTo(new Outcome.Answered(502, ""));
    assertThat(table.virtualHost("example.com"))
        .get()
        .extracting(VirtualHost::getName)
        .isEqualTo("block_all");
  }

  @Test
  void egressListenersNameTheirTables() {
    Sidecar sidecar =
        new Sidecar(
            Optional.empty(),
            ImmutableList.of(),
            ImmutableList.of(
                listener(9080, "HTTP", ""),
                listener(3128, "HTTP_PROXY", ""),
                listener(0, "HTTP", "unix:///tmp/out"),
                listener(5432, "TCP", "")),
            Optional.empty(),
            Optional.empty());
    Mesh mesh =
        new Mesh().services(REVIEWS, service("web" + SUFFIX, 80, Protocol.HTTP)).with(sidecar);
    assertThat(mesh.tables().resources())
        .extracting(XdsResource::name)
        .containsExactly("3128", "9080", "unix:///tmp/out");
    RouteSimulator proxy = mesh.table("3128");
    assertThat(cluster(proxy, "reviews:9080"))
        .isEqualTo("outbound|9080||reviews.default.svc.cluster.local");
    assertThat(cluster(proxy, "web")).isEqualTo("outbound|80||web.default.svc.cluster.local");
    assertThat(cluster(proxy, "reviews")).isEqualTo("PassthroughCluster");
  }

  private static Sidecar.EgressListener listener(int port, String protocol, String bind) {
    return new Sidecar.EgressListener(
        Optional.of(new Sidecar.Port(port, protocol, "p" + port, 0)),
        bind,
        Sidecar.CaptureMode.DEFAULT,
        ImmutableList.of("*/*"));
  }

  @Test
  void destinationsThatAreNotThereAreNamed() {
    RouteTables tables =
        new Mesh()
            .services(REVIEWS)
            .rules(
                rule(
                    "default",
                    "reviews",
                    List.of("reviews"),
                    to("nowhere").when(prefix("/a")),
                    toSubset("reviews", "v9")))
            .tables();
    assertThat(tables.diagnostics())
        .extracting(Diagnostic::code, Diagnostic::field)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                DiagnosticCode.UNKNOWN_REFERENCE, "spec.http[0].route[0].destination.host"),
            org.assertj.core.groups.Tuple.tuple(
                DiagnosticCode.UNKNOWN_REFERENCE, "spec.http[1].route[0].destination.subset"));
  }

  @Test
  void joinedBytesAreWhatEnvoysMessageWouldSerialiseTo() throws Exception {
    RouteTables tables =
        new Mesh()
            .services(REVIEWS, RATINGS)
            .rules(
                rule(
                    "default",
                    "r",
                    List.of("reviews"),
                    to("reviews").when(prefix("/a")),
                    to("reviews")))
            .tables();
    XdsResource resource = tables.resources().get("9080").orElseThrow();
    RouteConfiguration parsed = RouteConfiguration.parseFrom(resource.bytes());
    assertThat(PackedMessage.bytes(parsed)).isEqualTo(resource.bytes());
    assertThat(resource.origins())
        .extracting(Object::toString)
        .containsExactlyInAnyOrder(
            "VirtualService default/r",
            "Service default/reviews.default.svc.cluster.local",
            "Service other/ratings.other.svc.cluster.local");
  }

  @Test
  void memoryChangesNothing() {
    var view =
        new Mesh()
            .services(REVIEWS, RATINGS)
            .rules(rule("default", "r", List.of("reviews"), to("reviews")))
            .view();
    RouteTranslator translator = new RouteTranslator();
    RouteTables first = translator.routes(view);
    assertThat(translator.routes(view)).isSameAs(first);
    assertThat(RouteTranslator.withoutMemo().routes(view).resources()).isEqualTo(first.resources());
  }
}
