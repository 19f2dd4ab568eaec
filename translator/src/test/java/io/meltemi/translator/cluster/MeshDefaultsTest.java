package io.meltemi.translator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.destination.Mesh;
import io.meltemi.translator.destination.Rules;
import io.meltemi.translator.model.Protocol;
import io.meltemi.translator.model.Resolution;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What MeshConfig says where no DestinationRule does. */
class MeshDefaultsTest {

  @Test
  void timesAndKeepaliveComeFromTheMesh() {
    MeshConfig mesh =
        Rules.meshConfig("{connectTimeout: 3s, tcpKeepalive: {probes: 2, interval: 9s}}");
    Cluster cluster = Clusters.with(mesh, Protocol.HTTP);
    assertThat(cluster.getConnectTimeout().getSeconds()).isEqualTo(3);
    var keepalive = cluster.getUpstreamConnectionOptions().getTcpKeepalive();
    assertThat(keepalive.getKeepaliveProbes().getValue()).isEqualTo(2);
    assertThat(keepalive.getKeepaliveInterval().getValue()).isEqualTo(9);
    assertThat(
            Clusters.with(mesh, Protocol.HTTP, Rules.connectTimeout(Duration.ofSeconds(1)))
                .getConnectTimeout()
                .getSeconds())
        .isEqualTo(1);
  }

  @Test
  void theDefaultTrafficPolicyIsReplacedAspectByAspect() {
    MeshConfig mesh =
        Rules.meshConfig(
            """
            defaultTrafficPolicy:
              connectionPool: {tcp: {maxConnections: 7}}
              outlierDetection: {consecutive5xxErrors: 3}
            """);
    Cluster cluster = Clusters.with(mesh, Protocol.HTTP, Rules.outlier(9));
    assertThat(cluster.getCircuitBreakers().getThresholds(0).getMaxConnections().getValue())
        .isEqualTo(7);
    assertThat(cluster.getOutlierDetection().getConsecutive5Xx().getValue()).isEqualTo(9);
  }

  @Test
  @SuppressWarnings("deprecation") // the field Istio's tools look at
  void namesAreResolvedAsOftenAsTheMeshSays() {
    MeshConfig mesh = Rules.meshConfig("dnsRefreshRate: 5s");
    Cluster cluster =
        Clusters.of(
            mesh, Mesh.service("www.example.com", Resolution.DNS, Mesh.port(80, Protocol.HTTP)));
    assertThat(cluster.getDnsRefreshRate().getSeconds()).isEqualTo(5);
  }

  @Test
  void statNamesFollowThePattern() {
    MeshConfig mesh =
        Rules.meshConfig(
            "outboundClusterStatName: '%SERVICE%_%SERVICE_PORT%_%SERVICE_PORT_NAME%_%SUBSET_NAME%'");
    assertThat(Clusters.with(mesh, Protocol.HTTP).getAltStatName())
        .isEqualTo("reviews.default_80_http_");
    assertThat(Clusters.withPolicy().getAltStatName()).isEmpty();
  }

  @Test
  void http2IsUpgradedToWhereTheMeshSaysSo() {
    MeshConfig mesh = Rules.meshConfig("h2UpgradePolicy: UPGRADE");
    assertThat(Clusters.with(mesh, Protocol.HTTP).getTypedExtensionProtocolOptionsCount())
        .isEqualTo(1);
    assertThat(Clusters.with(mesh, Protocol.TCP).getTypedExtensionProtocolOptionsCount()).isZero();
  }
}
