package io.meltemi.translator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.TcpKeepalive;
import io.meltemi.translator.config.ConnectionPool;
import io.meltemi.translator.config.TrafficPolicy;
import io.meltemi.translator.destination.Rules;
import io.meltemi.translator.xds.Protos;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConnectionPoolTest {
  private static final long UNLIMITED = 4294967295L;

  @Test
  void nothingIsLimitedByDefault() {
    Cluster cluster = Clusters.withPolicy();
    assertThat(cluster.getConnectTimeout().getSeconds()).isEqualTo(10);
    CircuitBreakers.Thresholds thresholds = cluster.getCircuitBreakers().getThresholds(0);
    assertThat(unsigned(thresholds.getMaxConnections().getValue())).isEqualTo(UNLIMITED);
    assertThat(unsigned(thresholds.getMaxRetries().getValue())).isEqualTo(UNLIMITED);
    assertThat(thresholds.getTrackRemaining()).isTrue();
  }

  @Test
  void limitsAreCircuitBreakers() {
    Cluster cluster =
        Clusters.withPolicy(
            new ConnectionPool(
                Optional.of(
                    new ConnectionPool.Tcp(
                        100,
                        Optional.of(Duration.ofMillis(1500)),
                        Optional.of(
                            new ConnectionPool.TcpKeepalive(
                                3, Optional.of(Duration.ofHours(2)), Optional.empty())),
                        Optional.empty(),
                        Optional.empty())),
                Optional.of(http(10, 20, 30))));
    assertThat(cluster.getConnectTimeout()).isEqualTo(Protos.duration(Duration.ofMillis(1500)));
    CircuitBreakers.Thresholds thresholds = cluster.getCircuitBreakers().getThresholds(0);
    assertThat(thresholds.getMaxConnections().getValue()).isEqualTo(100);
    assertThat(thresholds.getMaxPendingRequests().getValue()).isEqualTo(10);
    assertThat(thresholds.getMaxRequests().getValue()).isEqualTo(20);
    assertThat(thresholds.getMaxRetries().getValue()).isEqualTo(30);
    TcpKeepalive keepalive = cluster.getUpstreamConnectionOptions().getTcpKeepalive();
    assertThat(keepalive.getKeepaliveProbes().getValue()).isEqualTo(3);
    assertThat(keepalive.getKeepaliveTime().getValue()).isEqualTo(7200);
    assertThat(keepalive.hasKeepaliveInterval()).isFalse();
  }

  @Test
  void aTimeoutThatEnvoyWouldRefuseIsTheDefault() {
    assertThat(
            Clusters.withPolicy(Rules.connectTimeout(Duration.ZERO))
                .getConnectTimeout()
                .getSeconds())
        .isEqualTo(10);
  }

  @Test
  void aRetryBudgetReplacesTheLimitOfRetries() {
    CircuitBreakers.Thresholds thresholds =
        Clusters.withPolicy(new TrafficPolicy.RetryBudget(Optional.of(25.0), 5, Optional.empty()))
            .getCircuitBreakers()
            .getThresholds(0);
    assertThat(thresholds.hasMaxRetries()).isFalse();
    assertThat(thresholds.getRetryBudget().getBudgetPercent().getValue()).isEqualTo(25.0);
    assertThat(thresholds.getRetryBudget().getMinRetryConcurrency().getValue()).isEqualTo(5);
  }

  private static ConnectionPool.Http http(int pending, int requests, int retries) {
    return new ConnectionPool.Http(
        pending,
        requests,
        0,
        retries,
        Optional.empty(),
        ConnectionPool.H2UpgradePolicy.DEFAULT,
        false,
        0,
        Optional.empty());
  }

  private static long unsigned(int value) {
    return Integer.toUnsignedLong(value);
  }
}
