package io.meltemi.translator.cluster;

import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.UpstreamConnectionOptions;
import io.envoyproxy.envoy.config.core.v3.TcpKeepalive;
import io.envoyproxy.envoy.type.v3.Percent;
import io.meltemi.translator.config.ConnectionPool;
import io.meltemi.translator.config.TrafficPolicy;
import io.meltemi.translator.xds.Protos;
import java.time.Duration;

/**
 * {@code connect_timeout}, {@code circuit_breakers}, {@code upstream_connection_options}, {@code
 * per_connection_buffer_limit_bytes}.
 */
final class ConnectionPoolConfigurer {
  /** Envoy's own. */
  private static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private ConnectionPoolConfigurer() {}

  static void configure(ConnectionPoolSettings pool, Cluster.Builder cluster) {
    if (!pool.connectTimeout().equals(DEFAULT_CONNECT_TIMEOUT)) {
      cluster.setConnectTimeout(Protos.duration(pool.connectTimeout()));
    }
    cluster.setCircuitBreakers(CircuitBreakers.newBuilder().addThresholds(thresholds(pool)));
    pool.bufferLimitBytes()
        .ifPresent(bytes -> cluster.setPerConnectionBufferLimitBytes(Protos.uint32(bytes)));
    pool.keepalive()
        .ifPresent(
            keepalive ->
                cluster.setUpstreamConnectionOptions(
                    UpstreamConnectionOptions.newBuilder().setTcpKeepalive(keepalive(keepalive))));
  }

  /** Envoy's own limits are small (1024 requests, 3 retries); in Istio nothing is limited. */
  private static CircuitBreakers.Thresholds thresholds(ConnectionPoolSettings pool) {
    CircuitBreakers.Thresholds.Builder thresholds =
        CircuitBreakers.Thresholds.newBuilder()
            .setMaxConnections(limit(pool.maxConnections()))
            .setMaxPendingRequests(limit(pool.maxPendingRequests()))
            .setMaxRequests(limit(pool.maxRequests()))
            .setTrackRemaining(true);
    if (pool.retryBudget().isPresent()) {
      thresholds.setRetryBudget(retryBudget(pool.retryBudget().get()));
    } else {
      thresholds.setMaxRetries(limit(pool.maxRetries()));
    }
    return thresholds.build();
  }

  private static UInt32Value limit(int value) {
    return value > 0 ? Protos.uint32(value) : Protos.UNLIMITED;
  }

  private static CircuitBreakers.Thresholds.RetryBudget retryBudget(
      TrafficPolicy.RetryBudget budget) {
    CircuitBreakers.Thresholds.RetryBudget.Builder built =
        CircuitBreakers.Thresholds.RetryBudget.newBuilder();
    budget
        .percent()
        .ifPresent(
            percent ->
                built.setBudgetPercent(
                    Percent.newBuilder().setValue(Math.clamp(percent, 0.0, 100.0))));
    if (budget.minRetryConcurrency() > 0) {
      built.setMinRetryConcurrency(Protos.uint32(budget.minRetryConcurrency()));
    }
    return built.build();
  }

  private static TcpKeepalive keepalive(ConnectionPool.TcpKeepalive keepalive) {
    TcpKeepalive.Builder built = TcpKeepalive.newBuilder();
    if (keepalive.probes() > 0) {
      built.setKeepaliveProbes(Protos.uint32(keepalive.probes()));
    }
    keepalive.time().ifPresent(time -> built.setKeepaliveTime(Protos.uint32(time.toSeconds())));
    keepalive
        .interval()
        .ifPresent(interval -> built.setKeepaliveInterval(Protos.uint32(interval.toSeconds())));
    return built.build();
  }
}
