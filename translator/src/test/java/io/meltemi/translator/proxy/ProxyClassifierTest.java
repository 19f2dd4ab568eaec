package io.meltemi.translator.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.common.collect.ImmutableMap;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.model.Meshes;
import org.junit.jupiter.api.Test;

class ProxyClassifierTest {

  private static final String REVIEWS =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: reviews, namespace: shop}
      spec:
        selector: {app: reviews}
        ports: [{name: http, port: 80, targetPort: 8080}, {name: dns, port: 53, protocol: UDP}]
      ---
      apiVersion: networking.istio.io/v1
      kind: WorkloadEntry
      metadata: {name: reviews-v1, namespace: shop}
      spec: {address: 10.0.0.1, labels: {app: reviews, version: v1}, locality: r1/z1}
      ---
      """;

  private static ProxyClass classify(String yaml, ProxyDescriptor proxy) {
    return ProxyClassifier.classify(Meshes.of(yaml), proxy);
  }

  private static ProxyDescriptor reviews() {
    return Proxies.sidecar("shop/reviews-v1", "10.0.0.1", ImmutableMap.of());
  }

  @Test
  void proxyServesThePortsOfTheServicesThatSelectItsWorkload() {
    ProxyClass found = classify(REVIEWS, reviews());
    assertThat(found.inbound())
        .extracting(InboundPort::port, InboundPort::servicePort, InboundPort::portName)
        .containsExactly(tuple(8080, 80, "http"));
    assertThat(found.place().locality()).hasToString("r1/z1");
  }

  @Test
  void podThatIsNotKnownYetServesWhatSelectsItsOwnLabels() {
    ProxyDescriptor pod =
        Proxies.sidecar("shop/reviews-new", "10.0.0.77", ImmutableMap.of("app", "reviews"));
    assertThat(classify(REVIEWS, pod).inbound())
        .extracting(InboundPort::port)
        .containsExactly(8080);
  }

  @Test
  void endpointWrittenIntoServiceEntryIsFoundByAddress() {
    String books =
        """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: books, namespace: shop}
        spec:
          hosts: [books.example.com]
          ports: [{number: 80, name: http, protocol: HTTP}]
          resolution: STATIC
          endpoints: [{address: 10.9.0.1, ports: {http: 8000}, locality: r2}]
        """;
    ProxyClass found = classify(books, Proxies.sidecar("shop/x", "10.9.0.1", ImmutableMap.of()));
    assertThat(found.inbound()).extracting(InboundPort::port).containsExactly(8000);
    assertThat(found.place().locality()).hasToString("r2");
    assertThat(classify(books, Proxies.sidecar("other/x", "10.9.0.1", ImmutableMap.of())).inbound())
        .as("another namespace puts no ports into a proxy")
        .isEmpty();
  }

  private static final String POD =
      """
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: client, namespace: shop}
      spec: {nodeName: n1}
      status: {podIP: 10.0.0.5}
      """;

  private static ProxyClass client(String more) {
    return classify(
        REVIEWS + more + POD, Proxies.sidecar("shop/client", "10.0.0.5", ImmutableMap.of()));
  }

  @Test
  void nodeIsOfNoConcernWhereNothingInSightAsksForIt() {
    assertThat(client("").place().node()).isEmpty();
    assertThat(client(agent("other", ".")).place().node()).isEmpty();
    assertThat(client(agent("other", "*")).place().node()).isEqualTo("n1");
  }

  @Test
  void rulesAndTheMeshMayCompareNodesToo() {
    String rule =
        """
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: reviews, namespace: shop}
        spec:
          host: reviews
          trafficPolicy:
            loadBalancer: {localityLbSetting: {failoverPriority: [kubernetes.io/hostname]}}
            outlierDetection: {}
        """;
    assertThat(client(rule).place().node()).isEqualTo("n1");
  }

  @Test
  void podThatIsNotKnownYetIsWhereItsProxySays() {
    ProxyDescriptor pod =
        Proxies.onNode("n2", Proxies.sidecar("shop/new", "10.0.0.6", ImmutableMap.of()));
    assertThat(classify(REVIEWS + agent("shop", "*"), pod).place().node()).isEqualTo("n2");
  }

  private static String agent(String namespace, String exportTo) {
    return """
        apiVersion: v1
        kind: Service
        metadata:
          name: agent
          namespace: %s
          annotations: {networking.istio.io/exportTo: "%s"}
        spec:
          internalTrafficPolicy: Local
          ports: [{name: http, port: 80}]
        """
        .formatted(namespace, exportTo);
  }

  @Test
  void nameTellsWorkloadsAtOneAddressApart() {
    String ratings = REVIEWS + REVIEWS.replace("reviews", "ratings").replace("8080", "8081");
    ProxyClass found = classify(ratings, reviews());
    assertThat(found.inbound()).extracting(InboundPort::port).containsExactly(8080);
  }

  @Test
  void replicasAndRolloutsStayOneClass() {
    MeshModel model = Meshes.of(REVIEWS);
    ProxyClass one =
        ProxyClassifier.classify(
            model,
            Proxies.sidecar(
                "shop/a", "10.0.1.1", ImmutableMap.of("app", "reviews", "pod-template-hash", "1")));
    ProxyClass other =
        ProxyClassifier.classify(
            model,
            Proxies.sidecar(
                "shop/b", "10.0.1.2", ImmutableMap.of("app", "reviews", "pod-template-hash", "2")));
    assertThat(one).isEqualTo(other);
  }

  @Test
  void selectingSidecarWinsOverTheNamespacesAndThatOverTheRoots() {
    String root =
        """
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata: {name: root, namespace: istio-system}
        spec: {egress: [{hosts: ["*/*"]}]}
        ---
        """;
    String namespace = root.replace("root", "shop").replace("istio-system", "shop");
    String selecting =
        namespace
            .replace("name: shop", "name: mine")
            .replace("spec: {", "spec: {workloadSelector: {labels: {app: reviews}}, ");
    assertThat(sidecarOf(REVIEWS + root)).isEqualTo("istio-system/root");
    assertThat(sidecarOf(REVIEWS + root + namespace)).isEqualTo("shop/shop");
    assertThat(sidecarOf(REVIEWS + root + namespace + selecting)).isEqualTo("shop/mine");
  }

  private static String sidecarOf(String yaml) {
    return classify(yaml, reviews())
        .outbound()
        .sidecar()
        .map(key -> key.namespace() + "/" + key.name())
        .orElseThrow();
  }

  @Test
  void ingressListenersReplaceThePortsOfServices() {
    String sidecar =
        """
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata: {name: mine, namespace: shop}
        spec:
          ingress:
          - port: {number: 80, protocol: HTTP, name: web}
            defaultEndpoint: 127.0.0.1:9999
          - port: {number: 7777, protocol: TCP, name: extra}
            defaultEndpoint: 127.0.0.1:9998
        """;
    assertThat(classify(REVIEWS + sidecar, reviews()).inbound())
        .extracting(InboundPort::port, InboundPort::portName, port -> port.service().hostname())
        .containsExactly(
            tuple(80, "web", "reviews.shop.svc.cluster.local"), tuple(7777, "extra", "mine.shop"));
  }

  @Test
  void sourceLabelsThatHoldArePartOfTheClass() {
    String rule =
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: ratings, namespace: shop}
        spec:
          hosts: [ratings]
          http:
          - match: [{sourceLabels: {version: v1}}, {sourceLabels: {version: v2}}]
            route: [{destination: {host: ratings}}]
        """;
    assertThat(classify(REVIEWS + rule, reviews()).outbound().sourceClauses())
        .containsExactly(com.google.common.collect.ImmutableSortedMap.of("version", "v1"));
  }

  @Test
  void gatewayIsSelectedByLabelsAndListensOnItsServicesTargetPorts() {
    String edge =
        """
        apiVersion: v1
        kind: Service
        metadata: {name: gw, namespace: istio-system}
        spec:
          selector: {istio: ingressgateway}
          ports: [{name: http2, port: 80, targetPort: 8080}]
        ---
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: edge, namespace: shop}
        spec:
          selector: {istio: ingressgateway}
          servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]
        ---
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: other, namespace: shop}
        spec:
          selector: {istio: egressgateway}
          servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]
        ---
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: shop, namespace: shop}
        spec:
          hosts: ["*"]
          gateways: [edge]
          http: [{route: [{destination: {host: reviews}}]}]
        """;
    MeshModel model = Meshes.of(edge);
    ProxyClass found =
        ProxyClassifier.classify(
            model,
            Proxies.router(
                "istio-system/gw-1", "10.0.2.1", ImmutableMap.of("istio", "ingressgateway")));
    assertThat(found.gatewayPorts()).containsExactly(new GatewayPort(80, 8080));
    assertThat(ProxyView.of(model, found).gatewayServers())
        .singleElement()
        .satisfies(
            server -> {
              assertThat(server.gatewayName()).isEqualTo("shop/edge");
              assertThat(server.listenPort()).isEqualTo(8080);
              assertThat(server.virtualServices()).hasSize(1);
            });
  }
}
