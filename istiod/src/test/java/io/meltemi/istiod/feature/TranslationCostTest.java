package io.meltemi.istiod.feature;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.meltemi.istiod.xds.testing.TestNodes;
import io.meltemi.istiod.xds.testing.XdsClient;
import io.meltemi.translator.xds.XdsType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a change costs is what it touches, counted: line 6 of what this mesh promises. */
final class TranslationCostTest {

  private static final String SHOP = "outbound|80||shop.example";
  private static final String AGENT = "outbound|80||agent.default.svc.cluster.local";

  @TempDir Path temp = Path.of("");

  @SuppressWarnings("NullAway.Init")
  private RunningMesh mesh;

  @BeforeEach
  void start() {
    mesh = RunningMesh.in(temp);
    mesh.write("shop.yaml", shop("10.0.0.1"));
    for (int i = 0; i < 20; i++) {
      mesh.write("other-" + i + ".yaml", Yaml.service("other-" + i, "10.1.0." + i));
    }
    mesh.start();
  }

  @AfterEach
  void close() {
    mesh.close();
  }

  /** Two ports, in two zones; the first endpoint is the one that moves. */
  private static String shop(String address) {
    return """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: shop, namespace: default}
        spec:
          hosts: [shop.example]
          addresses: [10.9.200.1]
          location: MESH_INTERNAL
          resolution: STATIC
          ports:
          - {number: 80, name: http, protocol: HTTP}
          - {number: 81, name: http-admin, protocol: HTTP}
          endpoints:
          - {address: %s, locality: region1/zone1, labels: {version: v1}}
          - {address: 10.0.0.99, locality: region1/zone2, labels: {version: v2}}
        """
        .formatted(address);
  }

  /** With outlier detection, Envoy prefers what is near: each place has its own order. */
  private static String rule(String more) {
    return """
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: shop, namespace: default}
        spec:
          host: shop.example
          trafficPolicy: {outlierDetection: {consecutive5xxErrors: 5}}
        """
        + more;
  }

  @Test
  void endpointThatMovesCostsOneResourceForEachPort() {
    XdsClient proxy = client("client", 1, "zone1");
    assertThat(costOfMove("10.0.0.2", List.of(proxy))).isEqualTo(2);
    assertThat(costOfMove("10.0.0.3", List.of(proxy))).isEqualTo(2);
  }

  @Test
  void andForEachSubsetOfIt() {
    mesh.write(
        "rule.yaml",
        rule(
            "  subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]\n"));
    XdsClient proxy = client("client", 1, "zone1");
    proxy.await(
        "the subsets",
        () -> proxy.resources(XdsType.ENDPOINT).containsKey("outbound|81|v2|shop.example"));
    // each port as a whole and its subset v1; the endpoints of v2 are where they were
    assertThat(costOfMove("10.0.0.2", List.of(proxy))).isEqualTo(4);
  }

  @Test
  void andForEachPlaceThatSeesItInAnotherOrder() {
    mesh.write("rule.yaml", rule(""));
    List<XdsClient> proxies =
        List.of(client("near", 1, "zone1"), client("far", 2, "zone2"), client("near", 3, "zone1"));
    for (XdsClient proxy : proxies) {
      proxy.await("an order", () -> endpoints(proxy).contains("priority: 1"));
    }
    assertThat(costOfMove("10.0.0.2", proxies)).isEqualTo(2 * 2);
  }

  @Test
  void aServiceForCallersOfItsNodeCostsWhatMovedOnThatNodeAndOthersNoMore() {
    mesh.write("agent.yaml", agent("10.0.0.50"));
    XdsClient one = client("one", 1, "zone1", "n1");
    List<XdsClient> all =
        List.of(one, client("two", 2, "zone1", "n2"), client("three", 3, "zone1", "n3"));
    one.await("its own", () -> endpoints(one, AGENT).contains("10.0.0.50"));
    assertThat(costOfMove("10.0.0.2", all)).isEqualTo(2);
    long before = made("");
    mesh.write("agent.yaml", agent("10.0.0.51"));
    one.await("the move", () -> endpoints(one, AGENT).contains("10.0.0.51"));
    assertThat(made("") - before).isEqualTo(1);
  }

  private static String agent(String address) {
    return """
        apiVersion: v1
        kind: Service
        metadata: {name: agent, namespace: default}
        spec:
          internalTrafficPolicy: Local
          clusterIP: 10.9.200.2
          ports: [{name: http, port: 80}]
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: agent-1, namespace: default, labels: {kubernetes.io/service-name: agent}}
        addressType: IPv4
        ports: [{name: http, port: 8080}]
        endpoints:
        - {addresses: [%s], nodeName: n1}
        - {addresses: [10.0.0.60], nodeName: n2}
        """
        .formatted(address);
  }

  @Test
  void fourTimesTheProxiesCostNoMore() {
    List<XdsClient> proxies = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      proxies.add(client("client", i, "zone1"));
    }
    long cost = costOfMove("10.0.0.2", proxies);
    long all = made("");
    for (int i = 4; i < 16; i++) {
      proxies.add(client("client", i, "zone1"));
    }
    assertThat(made("")).as("to connect").isEqualTo(all);
    assertThat(costOfMove("10.0.0.3", proxies)).isEqualTo(cost);
  }

  @Test
  void reconnectCostsNothing() {
    XdsClient proxy = client("client", 1, "zone1");
    long all = made("");
    proxy.close();
    mesh.await("its end", () -> mesh.server().proxies().size() == 0);
    XdsClient again = client("client", 1, "zone1");
    assertThat(again.resources(XdsType.ENDPOINT)).containsKey(SHOP);
    assertThat(made("")).isEqualTo(all);
  }

  /** How many endpoint resources are made when an endpoint of the shop gets another address. */
  private long costOfMove(String address, List<XdsClient> proxies) {
    long before = made("type=\"eds\"");
    long others = made("") - before;
    mesh.write("shop.yaml", shop(address));
    for (XdsClient proxy : proxies) {
      proxy.await("the move", () -> endpoints(proxy).contains(address));
    }
    long after = made("type=\"eds\"");
    assertThat(made("") - after).as("of other types").isEqualTo(others);
    return after - before;
  }

  /** Not from the port: an answer there holds for a while. */
  private long made(String label) {
    return mesh.server()
        .meters()
        .scrape()
        .lines()
        .filter(line -> line.startsWith("meltemi_translations_total{") && line.contains(label))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private XdsClient client(String name, int number, String zone) {
    return client(name, number, zone, "");
  }

  private XdsClient client(String name, int number, String zone, String onNode) {
    Node.Builder node =
        TestNodes.sidecar("default", name + "-" + number, "10.2.0." + number).toBuilder()
            .setLocality(Locality.newBuilder().setRegion("region1").setZone(zone));
    node.getMetadataBuilder()
        .putFields("NODE_NAME", Value.newBuilder().setStringValue(onNode).build());
    return mesh.connect(node.build()).sync();
  }

  private static String endpoints(XdsClient proxy) {
    return endpoints(proxy, SHOP);
  }

  /** In words; none before they came. */
  private static String endpoints(XdsClient proxy, String cluster) {
    Any came = proxy.resources(XdsType.ENDPOINT).get(cluster);
    if (came == null) {
      return "";
    }
    try {
      return came.unpack(ClusterLoadAssignment.class).toString();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
