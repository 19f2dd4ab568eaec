package io.meltemi.translator.listener;

import static io.meltemi.translator.listener.ListenerFixtures.listener;
import static io.meltemi.translator.listener.ListenerFixtures.names;
import static io.meltemi.translator.listener.ListenerFixtures.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import io.meltemi.translator.model.Protocol;
import org.junit.jupiter.api.Test;

class ListenerLawsTest {

  private static final String SHOP =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: web, namespace: shop}
      spec:
        clusterIP: 10.0.0.1
        ports: [{name: http, port: 80}, {name: tcp-db, port: 3306}]
      ---
      apiVersion: networking.istio.io/v1
      kind: ServiceEntry
      metadata: {name: outside, namespace: shop}
      spec:
        hosts: [outside.example.com]
        ports: [{number: 443, name: tls, protocol: TLS}]
        resolution: DNS
      ---
      """;

  private static String route(String host) {
    return """
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: web, namespace: shop}
    spec:
      hosts: [web]
      http: [{route: [{destination: {host: %s}}]}]
    """
        .formatted(host);
  }

  @Test
  void httpRoutesAreNoBusinessOfListeners() {
    Mesh mesh = Mesh.of(SHOP + route("web"));
    Listeners before = mesh.outbound("shop");

    assertThat(mesh.apply(route("other")).outbound("shop")).isSameAs(before);
  }

  @Test
  void anotherServiceLeavesTheOtherListenersAsTheyWere() {
    Mesh mesh = Mesh.of(SHOP);
    Listeners before = mesh.outbound("shop");
    Listeners after =
        mesh.apply(
                """
                apiVersion: v1
                kind: Service
                metadata: {name: cache, namespace: shop}
                spec:
                  clusterIP: 10.0.0.9
                  ports: [{name: redis, port: 6379}]
                """)
            .outbound("shop");

    assertThat(names(after)).contains("10.0.0.9_6379");
    before
        .resources()
        .forEach(
            resource ->
                assertThat(after.resources().get(resource.name()).orElseThrow())
                    .isSameAs(resource));
  }

  @Test
  void namespacesThatSeeTheSameShareResources() {
    Mesh mesh = Mesh.of(SHOP);
    Listeners one = mesh.outbound("one");
    Listeners two = mesh.outbound("two");

    assertThat(names(one)).isEqualTo(names(two));
    one.resources()
        .forEach(
            resource ->
                assertThat(two.resources().get(resource.name()).orElseThrow()).isSameAs(resource));
  }

  @Test
  void withAndWithoutMemoTheListenersAreEqual() {
    var view = new ListenerFixtures();
    ListenerFixtures mesh =
        view.with(
                ListenerFixtures.service(
                    "web",
                    "10.0.0.1",
                    ListenerFixtures.port(80, Protocol.HTTP),
                    ListenerFixtures.port(81, Protocol.DETECT)))
            .with(ListenerFixtures.inboundPort(9080, Protocol.HTTP));

    ListenerTranslator forgetful = ListenerTranslator.withoutMemo();
    assertThat(forgetful.outbound(mesh.view()).resources()).isEqualTo(mesh.outbound().resources());
    assertThat(forgetful.inbound(mesh.proxy()).resources()).isEqualTo(mesh.inbound().resources());
  }

  @Test
  void aDestinationRuleReachesTheTcpProxy() {
    Listeners made =
        Mesh.of(
                SHOP
                    + """
                      apiVersion: networking.istio.io/v1
                      kind: DestinationRule
                      metadata: {name: web, namespace: shop}
                      spec:
                        host: web
                        trafficPolicy:
                          connectionPool: {tcp: {idleTimeout: 7s, maxConnectionDuration: 60s}}
                          loadBalancer: {consistentHash: {useSourceIp: true}}
                          tunnel: {protocol: CONNECT, targetHost: far.example.com, targetPort: 443}
                      """)
            .outbound("shop");

    var proxy = tcp(listener(made, "10.0.0.1_3306").getFilterChains(0));
    assertThat(proxy.getIdleTimeout().getSeconds()).isEqualTo(7);
    assertThat(proxy.getMaxDownstreamConnectionDuration().getSeconds()).isEqualTo(60);
    assertThat(proxy.getHashPolicyList()).hasSize(1);
    assertThat(proxy.getTunnelingConfig().getHostname()).isEqualTo("far.example.com:443");
    assertThat(made.resources().get("10.0.0.1_3306").orElseThrow().origins())
        .extracting(Object::toString)
        .containsExactly("DestinationRule shop/web", "Service shop/web");
  }

  @Test
  void aBadSidecarPortLeavesTheOthersAlone() {
    Listeners made =
        Mesh.of(
                SHOP
                    + """
                      apiVersion: networking.istio.io/v1
                      kind: Sidecar
                      metadata: {name: default, namespace: shop}
                      spec:
                        egress:
                        - port: {number: 8080, protocol: HTTP, name: http}
                          bind: not-an-address
                          hosts: ["./*"]
                        - port: {number: 8081, protocol: HTTP, name: http}
                          bind: 127.0.0.9
                          captureMode: NONE
                          hosts: ["./*"]
                        - hosts: ["./*"]
                      """)
            .outbound("shop");

    assertThat(names(made))
        .containsExactly(
            "0.0.0.0_443", "0.0.0.0_80", "10.0.0.1_3306", "127.0.0.9_8081", "virtualOutbound");
    assertThat(made.diagnostics())
        .singleElement()
        .satisfies(found -> assertThat(found.message()).contains("not-an-address"));
  }

  @Test
  void theProxysOwnPortsAreNotTaken() {
    Listeners made =
        Mesh.of(
                """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: odd, namespace: shop}
                spec:
                  hosts: [odd.example.com]
                  ports:
                  - {number: 15001, name: http, protocol: HTTP}
                  - {number: 15090, name: http-metrics, protocol: HTTP}
                  resolution: DNS
                """)
            .outbound("shop");

    assertThat(names(made)).containsExactly("virtualOutbound");
    assertThat(made.diagnostics()).hasSize(2);
  }

  @Test
  void aGatewayServesItsServersFromYaml() {
    Listeners made =
        Mesh.of(
                """
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: edge, namespace: shop}
                spec:
                  selector: {istio: ingress}
                  servers:
                  - port: {number: 80, name: http, protocol: HTTP}
                    hosts: ["*"]
                  - port: {number: 9000, name: tcp, protocol: TCP}
                    hosts: ["*"]
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: tcp, namespace: shop}
                spec:
                  hosts: ["*"]
                  gateways: [edge]
                  tcp:
                  - match: [{port: 9000}]
                    route: [{destination: {host: db, port: {number: 3306}}}]
                """)
            .gateway("shop/edge", ImmutableMap.of("istio", "ingress"));

    assertThat(names(made)).containsExactly("0.0.0.0_80", "0.0.0.0_9000");
    assertThat(tcp(listener(made, "0.0.0.0_9000").getFilterChains(0)).getCluster())
        .isEqualTo("outbound|3306||db.shop.svc.cluster.local");
  }

  @Test
  void destinationsThatAreNotThereAreSaidOnce() {
    Listeners made =
        Mesh.of(
                SHOP
                    + """
                      apiVersion: networking.istio.io/v1
                      kind: VirtualService
                      metadata: {name: db, namespace: shop}
                      spec:
                        hosts: [web]
                        tcp:
                        - route:
                          - {destination: {host: web, subset: v9, port: {number: 3306}}, weight: 1}
                          - {destination: {host: nobody}, weight: 1}
                          - {destination: {host: web, port: {number: 1}}, weight: 1}
                      """)
            .outbound("shop");

    assertThat(made.diagnostics())
        .extracting(found -> found.field() + ": " + found.message().replaceFirst(";.*", ""))
        .containsExactly(
            "spec.tcp[0].route[0].destination.subset:"
                + " no DestinationRule gives web.shop.svc.cluster.local a subset v9",
            "spec.tcp[0].route[1].destination.host: no service nobody is visible",
            "spec.tcp[0].route[2].destination.port:"
                + " service web.shop.svc.cluster.local has no port 1");
  }
}
