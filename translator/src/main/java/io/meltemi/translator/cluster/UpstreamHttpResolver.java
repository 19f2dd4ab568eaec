package io.meltemi.translator.cluster;

import io.meltemi.translator.config.ConnectionPool;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.model.Protocol;
import java.time.Duration;
import java.util.Optional;

/** Which HTTP, and how. */
final class UpstreamHttpResolver {
  private UpstreamHttpResolver() {}

  static UpstreamHttpSettings resolve(
      UpstreamProtocol protocol, Optional<ConnectionPool> pool, UpstreamTls tls) {
    Optional<ConnectionPool.Http> http = pool.flatMap(ConnectionPool::http);
    boolean autoSni = tls instanceof UpstreamTls.Originate originate && originate.isAutoSni();
    boolean autoSan = tls instanceof UpstreamTls.Originate originate && originate.isAutoSan();
    return new UpstreamHttpSettings(
        protocol,
        http.map(ConnectionPool.Http::maxRequestsPerConnection).filter(max -> max > 0).orElse(0),
        http.flatMap(ConnectionPool.Http::idleTimeout).filter(time -> !time.isNegative()),
        pool.flatMap(ConnectionPool::tcp)
            .flatMap(ConnectionPool.Tcp::maxConnectionDuration)
            .filter(Duration::isPositive),
        http.map(ConnectionPool.Http::maxConcurrentStreams).filter(max -> max > 0).orElse(0),
        http.flatMap(ConnectionPool.Http::http2KeepAlive),
        autoSni,
        autoSan);
  }

  /** {@code upgrades}: whether HTTP/1.1 may become HTTP/2 on the way (outbound only). */
  static UpstreamProtocol protocol(
      MeshConfig mesh, Protocol port, Optional<ConnectionPool> pool, boolean upgrades) {
    Optional<ConnectionPool.Http> http = pool.flatMap(ConnectionPool::http);
    if (http.isPresent() && http.get().useClientProtocol()) {
      return UpstreamProtocol.DOWNSTREAM;
    }
    if (port.isHttp2()) {
      return UpstreamProtocol.HTTP2;
    }
    if (port == Protocol.DETECT) {
      return UpstreamProtocol.DOWNSTREAM;
    }
    return upgrades && port == Protocol.HTTP && isUpgraded(mesh, http)
        ? UpstreamProtocol.HTTP2
        : UpstreamProtocol.HTTP1;
  }

  private static boolean isUpgraded(MeshConfig mesh, Optional<ConnectionPool.Http> http) {
    ConnectionPool.H2UpgradePolicy policy =
        http.map(ConnectionPool.Http::h2UpgradePolicy)
            .orElse(ConnectionPool.H2UpgradePolicy.DEFAULT);
    return switch (policy) {
      case UPGRADE -> true;
      case DO_NOT_UPGRADE -> false;
      case DEFAULT ->
          mesh.h2UpgradePolicy().stream()
              .anyMatch(meshPolicy -> meshPolicy == MeshConfig.H2UpgradePolicy.UPGRADE);
    };
  }
}
