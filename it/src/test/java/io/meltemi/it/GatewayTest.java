package io.meltemi.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.it.mesh.Answer;
import io.meltemi.it.mesh.RoutingMesh;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes in through a gateway, and where it goes. */
final class GatewayTest {

  private final RoutingMesh mesh = RoutingMesh.shared();

  GatewayTest() throws Exception {}

  @BeforeEach
  void clean() throws Exception {
    mesh.reset();
  }

  @Test
  void onlyTheHostsOfTheGatewayComeIn() throws Exception {
    gateway("hosts: [shop.example]", "hosts: [shop.example]");
    assertThat(get("shop.example", "/").backend()).isEqualTo("reviews-v1");
    assertThat(get("shop.example:8080", "/").backend()).isEqualTo("reviews-v1");
    assertThat(get("other.example", "/").status()).isEqualTo(404);
  }

  @Test
  void aWildcardHostTakesAllBelowIt() throws Exception {
    gateway("hosts: ['*.example']", "hosts: [a.example, b.example]");
    assertThat(get("a.example", "/").backend()).isEqualTo("reviews-v1");
    assertThat(get("b.example", "/").backend()).isEqualTo("reviews-v1");
    assertThat(get("c.example", "/").status()).isEqualTo(404);
  }

  @Test
  void theStarTakesAllHosts() throws Exception {
    gateway("hosts: ['*']", "hosts: ['*']");
    assertThat(get("anything.at.all", "/").backend()).isEqualTo("reviews-v1");
  }

  @Test
  void aVirtualServiceWithoutTheGatewaysNameIsNotBound() throws Exception {
    mesh.applyAtGateway(
        gatewayYaml("hosts: [shop.example]")
            + "---\n"
            + RoutingMesh.virtualService(
                "shop.example", "- route: [{destination: {host: reviews, subset: v1}}]"));
    assertThat(get("shop.example", "/").status()).isEqualTo(404);
  }

  @Test
  void pathsGoToDifferentServices() throws Exception {
    mesh.applyAtGateway(
        gatewayYaml("hosts: [shop.example]")
            + """
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: shop, namespace: default}
            spec:
              hosts: [shop.example]
              gateways: [shop]
              http:
              - match: [{uri: {prefix: /ratings}}]
                route: [{destination: {host: ratings}}]
              - match: [{uri: {prefix: /reviews}}]
                rewrite: {uri: /r}
                route: [{destination: {host: reviews, subset: v3, port: {number: 9080}}}]
            """);
    assertThat(get("shop.example", "/ratings/0").backend()).isEqualTo("ratings-v1");
    Answer reviews = get("shop.example", "/reviews/0");
    assertThat(reviews.backend()).isEqualTo("reviews-v3");
    assertThat(reviews.echo().target()).isEqualTo("/r/0");
    assertThat(get("shop.example", "/other").status()).isEqualTo(404);
  }

  @Test
  void plainTrafficIsSentToHttps() throws Exception {
    gateway("hosts: [shop.example]\n    tls: {httpsRedirect: true}", "hosts: [shop.example]");
    Answer answer = get("shop.example", "/cart?x=1");
    assertThat(answer.status()).isEqualTo(301);
    assertThat(answer.header("location")).isEqualTo("https://shop.example/cart?x=1");
  }

  @Test
  void pathsAreNormalisedBeforeTheyAreMatched() throws Exception {
    mesh.applyAtGateway(
        gatewayYaml("hosts: [shop.example]")
            + """
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: shop, namespace: default}
            spec:
              hosts: [shop.example]
              gateways: [shop]
              http:
              - match: [{uri: {prefix: /admin}}]
                directResponse: {status: 403}
              - route: [{destination: {host: reviews, subset: v1}}]
            """);
    assertThat(get("shop.example", "/x/../admin").status()).isEqualTo(403);
    assertThat(get("shop.example", "/x").status()).isEqualTo(200);
  }

  @Test
  void headersThatOnlyProxiesMaySetAreNotTakenFromOutside() throws Exception {
    gateway("hosts: [shop.example]", "hosts: [shop.example]");
    Answer answer =
        mesh.gateway()
            .http()
            .call(
                io.meltemi.it.mesh.Call.get("shop.example", "/")
                    .header("x-envoy-upstream-rq-timeout-ms", "1")
                    .header("x-envoy-retry-on", "5xx"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.echo().header("x-envoy-retry-on")).isEmpty();
  }

  private Answer get(String authority, String target) throws Exception {
    return mesh.gateway().http().get(authority, target);
  }

  private void gateway(String server, String hosts) throws Exception {
    mesh.applyAtGateway(
        gatewayYaml(server)
            + """
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: shop, namespace: default}
            spec:
              %s
              gateways: [shop]
              http:
              - route: [{destination: {host: reviews, subset: v1}}]
            """
                .formatted(hosts));
  }

  private String gatewayYaml(String server) {
    return """
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: shop, namespace: default}
        spec:
          selector: {app: gateway}
          servers:
          - port: {number: 80, name: http, protocol: HTTP}
            bind: %s
            %s
        """
        .formatted(mesh.gateway().address(), server);
  }
}
