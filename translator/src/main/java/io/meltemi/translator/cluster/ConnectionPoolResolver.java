package io.meltemi.translator.cluster;

import io.meltemi.translator.config.ConnectionPool;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.MeshProxyConfig;
import io.meltemi.translator.config.MeshProxyConfig.ConnectionSettings;
import io.meltemi.translator.config.MeshProxyConfig.ConnectionSettings.Profile;
import io.meltemi.translator.config.TrafficPolicy;
import io.meltemi.translator.proxy.ProxyKind;
import java.time.Duration;
import java.util.Optional;

/** The connection pool of a cluster: the policy's, then the mesh's, then Istio's defaults. */
final class ConnectionPoolResolver {
  /** MeshConfig.connectTimeout's default. */
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** What Envoy advises for proxies at the edge. */
  private static final int EDGE_BUFFER_BYTES = 32 * 1024;

  private ConnectionPoolResolver() {}

  static ConnectionPoolSettings resolve(
      MeshConfig mesh,
      ProxyKind kind,
      Optional<ConnectionPool> pool,
      Optional<TrafficPolicy.RetryBudget> retryBudget) {
    Optional<ConnectionPool.Tcp> tcp = pool.flatMap(ConnectionPool::tcp);
    Optional<ConnectionPool.Http> http = pool.flatMap(ConnectionPool::http);
    return new ConnectionPoolSettings(
        connectTimeout(mesh, tcp),
        tcp.flatMap(ConnectionPool.Tcp::tcpKeepalive).or(mesh::tcpKeepalive),
        tcp.map(ConnectionPool.Tcp::maxConnections).orElse(0),
        http.map(ConnectionPool.Http::http1MaxPendingRequests).orElse(0),
        http.map(ConnectionPool.Http::http2MaxRequests).orElse(0),
        http.map(ConnectionPool.Http::maxRetries).orElse(0),
        retryBudget,
        bufferLimit(mesh, kind));
  }

  /** Profiles are for gateways; what is said outright is for all. */
  private static Optional<Integer> bufferLimit(MeshConfig mesh, ProxyKind kind) {
    Optional<ConnectionSettings> settings =
        mesh.defaultConfig().flatMap(MeshProxyConfig::connectionSettings);
    return settings
        .flatMap(ConnectionSettings::clusterPerConnectionBufferLimitBytes)
        .or(
            () ->
                settings
                    .filter(it -> kind == ProxyKind.ROUTER && it.profile() == Profile.EDGE)
                    .map(_ -> EDGE_BUFFER_BYTES))
        .filter(bytes -> bytes >= 0);
  }

  /** Envoy refuses a timeout of zero. */
  private static Duration connectTimeout(MeshConfig mesh, Optional<ConnectionPool.Tcp> tcp) {
    return tcp.flatMap(ConnectionPool.Tcp::connectTimeout)
        .filter(Duration::isPositive)
        .or(() -> mesh.connectTimeout().filter(Duration::isPositive))
        .orElse(CONNECT_TIMEOUT);
  }
}
