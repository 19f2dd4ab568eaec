package io.meltemi.translator.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.model.Meshes;
import org.junit.jupiter.api.Test;

class PolicySelectionTest {

  private static final ProxyDescriptor WEB =
      Proxies.sidecar("shop/web-1", "10.1.0.1", ImmutableMap.of("app", "web"));
  private static final ProxyDescriptor EDGE =
      Proxies.router(
          "shop/edge-1",
          "10.1.0.2",
          ImmutableMap.of("gateway.networking.k8s.io/gateway-name", "edge"));

  private static String policy(String namespace, String name, String spec) {
    return """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: %s, namespace: %s}
        spec: {%s}
        ---
        """
        .formatted(name, namespace, spec);
  }

  private static ImmutableList<String> names(MeshModel model, ProxyDescriptor proxy) {
    return ProxyClassifier.classify(model, proxy).policies().authorization().stream()
        .map(ConfigKey::name)
        .collect(ImmutableList.toImmutableList());
  }

  @Test
  void policiesOfTheNamespaceAndOfTheRootHold() {
    MeshModel model =
        Meshes.of(
            policy("shop", "own", "")
                + policy("istio-system", "root", "")
                + policy("other", "foreign", ""));
    assertThat(names(model, WEB)).containsExactly("root", "own");
    assertThat(names(model, EDGE)).containsExactly("root", "own");
  }

  @Test
  void selectorsOfTheRootNamespaceSelectEverywhere() {
    MeshModel model =
        Meshes.of(
            policy("istio-system", "web", "selector: {matchLabels: {app: web}}")
                + policy("istio-system", "db", "selector: {matchLabels: {app: db}}")
                + policy("shop", "mine", "selector: {matchLabels: {app: web}}"));
    assertThat(names(model, WEB)).containsExactly("web", "mine");
  }

  @Test
  void targetedPolicyHoldsForThatKubernetesGatewayOnly() {
    String target = "{group: gateway.networking.k8s.io, kind: Gateway, name: %s}";
    MeshModel model =
        Meshes.of(
            policy("shop", "edge", "targetRefs: [" + target.formatted("edge") + "]")
                + policy("shop", "single", "targetRef: " + target.formatted("edge"))
                + policy("shop", "other", "targetRefs: [" + target.formatted("other") + "]")
                + policy("istio-system", "root", "targetRefs: [" + target.formatted("edge") + "]")
                + policy("shop", "service", "targetRefs: [{group: '', kind: Service, name: web}]"));
    assertThat(names(model, EDGE)).containsExactly("edge", "single");
    assertThat(names(model, WEB)).isEmpty();
  }

  /** As of stand-ins, of which it could not be read whom they are for. */
  @Test
  void policyForAnyGatewayHoldsForEveryGatewayOfItsNamespaceAndNoSidecar() {
    String any = "targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: '*'}]";
    MeshModel model =
        Meshes.of(
            policy("shop", "any", any)
                + policy("istio-system", "root", any)
                + policy("shop", "both", any + ", selector: {matchLabels: {app: web}}"));
    assertThat(names(model, EDGE)).containsExactly("any", "both");
    assertThat(names(model, WEB)).containsExactly("both");
  }

  @Test
  void requestAuthenticationsAreSelectedAlike() {
    MeshModel model =
        Meshes.of(
            """
            apiVersion: security.istio.io/v1
            kind: RequestAuthentication
            metadata: {name: own, namespace: shop}
            spec: {selector: {matchLabels: {app: web}}}
            """);
    assertThat(ProxyClassifier.classify(model, WEB).policies().requestAuthentication()).hasSize(1);
    assertThat(ProxyClassifier.classify(model, EDGE).policies()).isSameAs(PolicyKeys.NONE);
  }

  @Test
  void policiesOfOtherNamespacesDoNotReclassify() {
    MeshModel before = Meshes.of(policy("shop", "own", ""));
    Classified proxy = Classified.of(before, WEB);
    assertThat(proxy.in(Meshes.with(before, policy("other", "foreign", "")))).isSameAs(proxy);
    assertThat(proxy.in(Meshes.with(before, policy("shop", "more", "")))).isNotSameAs(proxy);
  }

  @Test
  void whatAPolicySaysSplitsNoClass() {
    MeshModel before = Meshes.of(policy("shop", "own", ""));
    MeshModel after = Meshes.with(before, policy("shop", "own", "action: DENY"));
    assertThat(ProxyClassifier.classify(after, WEB))
        .isEqualTo(ProxyClassifier.classify(before, WEB));
  }
}
