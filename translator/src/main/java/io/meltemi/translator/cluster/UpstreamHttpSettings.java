package io.meltemi.translator.cluster;

import io.meltemi.translator.config.ConnectionPool;
import java.time.Duration;
import java.util.Optional;

/**
 * HTTP towards the endpoints.
 *
 * @param maxRequestsPerConnection 0 is no limit
 * @param maxConcurrentStreams of HTTP/2, 0 is Envoy's default
 * @param autoSni the request's host becomes the SNI
 * @param autoSanValidation and must be in the server's certificate
 */
record UpstreamHttpSettings(
    UpstreamProtocol protocol,
    int maxRequestsPerConnection,
    Optional<Duration> idleTimeout,
    Optional<Duration> maxConnectionDuration,
    int maxConcurrentStreams,
    Optional<ConnectionPool.ConnectionKeepalive> http2KeepAlive,
    boolean autoSni,
    boolean autoSanValidation) {

  /** Nothing but a protocol. */
  static UpstreamHttpSettings of(UpstreamProtocol protocol, Optional<Duration> idleTimeout) {
    return new UpstreamHttpSettings(
        protocol, 0, idleTimeout, Optional.empty(), 0, Optional.empty(), false, false);
  }

  /** Envoy does this without being told. */
  boolean isDefault() {
    return equals(of(UpstreamProtocol.HTTP1, Optional.empty()));
  }
}
