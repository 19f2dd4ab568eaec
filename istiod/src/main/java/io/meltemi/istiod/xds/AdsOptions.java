package io.meltemi.istiod.xds;

import java.time.Duration;

/**
 * How the ADS server listens, and its bounds.
 *
 * @param port 0 takes a free one
 * @param identifier what {@code control_plane.identifier} says in every response; empty leaves it
 *     out
 * @param maxRequestBytes larger requests end the stream
 * @param maxNames names that one stream may subscribe to
 * @param ackPatience how long listeners and routes wait for the ACK of new clusters, and the
 *     removal of clusters for the ACK of what used them, before they go anyway
 */
public record AdsOptions(
    String host,
    int port,
    String identifier,
    int maxRequestBytes,
    int maxNames,
    Duration ackPatience) {

  /** Bounds of production: Envoy's first requests are 60 kB plus its names. */
  public static AdsOptions on(String host, int port) {
    return new AdsOptions(host, port, "", 4 * 1024 * 1024, 100_000, Duration.ofSeconds(5));
  }

  public AdsOptions withIdentifier(String newIdentifier) {
    return new AdsOptions(host, port, newIdentifier, maxRequestBytes, maxNames, ackPatience);
  }

  public AdsOptions withAckPatience(Duration patience) {
    return new AdsOptions(host, port, identifier, maxRequestBytes, maxNames, patience);
  }
}
