package io.meltemi.translator.config;

import java.time.Duration;
import java.util.Optional;

/** Limits of the connections to a destination. Zeros mean that nothing was said. */
public record ConnectionPool(Optional<Tcp> tcp, Optional<Http> http) {

  /** For TCP and for what is on top of it. */
  public record Tcp(
      int maxConnections,
      Optional<Duration> connectTimeout,
      Optional<TcpKeepalive> tcpKeepalive,
      Optional<Duration> maxConnectionDuration,
      Optional<Duration> idleTimeout) {}

  /** SO_KEEPALIVE and its times. */
  public record TcpKeepalive(int probes, Optional<Duration> time, Optional<Duration> interval) {}

  /** For HTTP/1.1, HTTP/2 and gRPC. */
  public record Http(
      int http1MaxPendingRequests,
      int http2MaxRequests,
      int maxRequestsPerConnection,
      int maxRetries,
      Optional<Duration> idleTimeout,
      H2UpgradePolicy h2UpgradePolicy,
      boolean useClientProtocol,
      int maxConcurrentStreams,
      Optional<ConnectionKeepalive> http2KeepAlive) {}

  /** HTTP/2 PING frames. */
  public record ConnectionKeepalive(Optional<Duration> interval, Optional<Duration> timeout) {}

  /** Whether HTTP/1.1 is sent as HTTP/2 to the destination. */
  public enum H2UpgradePolicy {
    DEFAULT,
    DO_NOT_UPGRADE,
    UPGRADE
  }
}
