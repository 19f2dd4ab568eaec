package io.meltemi.translator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.diagnostic.Diagnostic;
import org.junit.jupiter.api.Test;

class ConflictTest {

  private static String said(MeshModel model) {
    StringBuilder text = new StringBuilder();
    for (Diagnostic diagnostic : model.diagnostics().byObject().values()) {
      text.append(diagnostic).append('\n');
    }
    return text.toString();
  }

  private static String of(String kind, String name, String more) {
    return """
    apiVersion: networking.istio.io/v1
    kind: %s
    metadata: {name: %s, namespace: shop}
    spec: {%s}
    ---
    """
        .formatted(kind, name, more);
  }

  @Test
  void secondRuleOfHostIsToldWhoRules() {
    String rule = "hosts: [reviews], http: [{route: [{destination: {host: reviews}}]}]";
    String one = of("VirtualService", "one", rule);
    String two =
        of("VirtualService", "two", rule.replace("[reviews]", "[reviews.shop.svc.cluster.local]"));
    MeshModel model = Meshes.of(one + two);
    assertThat(said(model))
        .isEqualTo(
            "warning [Conflict] VirtualService shop/two spec.hosts[0]: host"
                + " reviews.shop.svc.cluster.local is ruled by VirtualService shop/one already,"
                + " which comes first; sidecars that see both do not use this one\n");
    assertThat(said(Meshes.without(model, ConfigKind.VIRTUAL_SERVICE, "shop", "one"))).isEmpty();
    String onGateway = two.replace("spec: {", "spec: {gateways: [edge], ");
    assertThat(said(Meshes.of(one + onGateway))).isEmpty();
  }

  @Test
  void delegateThatIsNotThereIsNamed() {
    String root = of("VirtualService", "root", "hosts: [x], http: [{delegate: {name: inner}}]");
    assertThat(said(Meshes.of(root))).contains("spec.http[0].delegate", "shop/inner");
    String inner = of("VirtualService", "inner", "http: [{route: [{destination: {host: x}}]}]");
    assertThat(said(Meshes.of(root + inner))).isEmpty();
  }

  @Test
  void secondDefaultSidecarIsToldWhoIsDefault() {
    String one = of("Sidecar", "one", "egress: [{hosts: [\"./*\"]}]");
    assertThat(said(Meshes.of(one + one.replace("one", "two"))))
        .contains("Sidecar shop/two", "Sidecar shop/one is the default");
  }

  @Test
  void subsetDefinedTwiceIsTold() {
    String one = of("DestinationRule", "one", "host: reviews, subsets: [{name: v1}, {name: v2}]");
    String two = of("DestinationRule", "two", "host: reviews, subsets: [{name: v3}, {name: v2}]");
    assertThat(said(Meshes.of(one + two)))
        .contains("DestinationRule shop/two spec.subsets[1]: the subset v2 of host")
        .doesNotContain("v3");
  }

  @Test
  void portForDifferentThingsGoesToTheFirstServer() {
    String http = "{port: {number: 80, name: h, protocol: HTTP}, hosts: [\"*\"]}";
    String tcp = "{port: {number: 80, name: t, protocol: TCP}, hosts: [\"*\"]}";
    String one = of("Gateway", "one", "selector: {a: b}, servers: [" + http + "]");
    String two = of("Gateway", "two", "selector: {a: b}, servers: [" + http + ", " + tcp + "]");
    assertThat(said(Meshes.of(one + two)))
        .contains("Gateway shop/two spec.servers[1]: port 80 serves plaintext HTTP for Gateway")
        .doesNotContain("servers[0]");
    assertThat(said(Meshes.of(one + two.replace("a: b", "a: c"))))
        .contains("Gateway shop/two spec.servers[1]");
  }

  @Test
  void tlsHostsAreServedOnce() {
    String server =
        "{port: {number: 443, name: s, protocol: HTTPS}, tls: {mode: SIMPLE, credentialName: c},"
            + " hosts: [\"a.example\"]}";
    String one = of("Gateway", "one", "selector: {a: b}, servers: [" + server + "]");
    assertThat(said(Meshes.of(one + one.replace("one", "two"))))
        .contains("Gateway shop/two spec.servers[0]: host a.example is served with TLS");
    assertThat(said(Meshes.of(one + one.replace("one", "two").replace("a.example", "b.example"))))
        .isEmpty();
  }
}
