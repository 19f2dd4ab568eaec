package io.meltemi.translator.listener;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the mesh's settings say of all listeners of one kind of proxy, defaults filled in.
 *
 * <p>It is part of the key of every listener, so it is a class that computes its hash once rather
 * than a record.
 */
final class ListenerSettings {

  private final Duration detectionTimeout;
  private final AccessLogSettings accessLog;
  private final HttpSettings http;
  private final Optional<Integer> bufferLimitBytes;
  private final Optional<Integer> connectionLimit;
  private final boolean proxyProtocol;
  private final int hash;

  ListenerSettings(
      Duration detectionTimeout,
      AccessLogSettings accessLog,
      HttpSettings http,
      Optional<Integer> bufferLimitBytes,
      Optional<Integer> connectionLimit,
      boolean proxyProtocol) {
    this.detectionTimeout = detectionTimeout;
    this.accessLog = accessLog;
    this.http = http;
    this.bufferLimitBytes = bufferLimitBytes;
    this.connectionLimit = connectionLimit;
    this.proxyProtocol = proxyProtocol;
    this.hash =
        Objects.hash(
            detectionTimeout, accessLog, http, bufferLimitBytes, connectionLimit, proxyProtocol);
  }

  /** How long the first bytes are waited for; zero is for ever. */
  Duration detectionTimeout() {
    return detectionTimeout;
  }

  AccessLogSettings accessLog() {
    return accessLog;
  }

  HttpSettings http() {
    return http;
  }

  /** Per connection; Envoy's own limit (1 MiB) if absent. */
  Optional<Integer> bufferLimitBytes() {
    return bufferLimitBytes;
  }

  /** How many connections at once; at least 1, no limit if absent. */
  Optional<Integer> connectionLimit() {
    return connectionLimit;
  }

  /** Whether what stands in front of the gateway sends the PROXY protocol. */
  boolean proxyProtocol() {
    return proxyProtocol;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof ListenerSettings that
            && hash == that.hash
            && detectionTimeout.equals(that.detectionTimeout)
            && accessLog.equals(that.accessLog)
            && http.equals(that.http)
            && bufferLimitBytes.equals(that.bufferLimitBytes)
            && connectionLimit.equals(that.connectionLimit)
            && proxyProtocol == that.proxyProtocol);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return "ListenerSettings#" + hash;
  }
}
