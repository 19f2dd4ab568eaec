package io.meltemi.istiod.xds;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;

/**
 * How ADS is served, and its bounds.
 *
 * @param identifier what {@code control_plane.identifier} says in every response; empty leaves it
 *     out
 * @param maxNames names that one stream may subscribe to
 * @param ackPatience how long listeners and routes wait for the ACK of new clusters, and the
 *     removal of clusters for the ACK of what used them, before they go anyway
 * @param firstRequestPatience how long a stream may say nothing at all
 */
@RecordBuilder
public record AdsOptions(
    String identifier, int maxNames, Duration ackPatience, Duration firstRequestPatience)
    implements AdsOptionsBuilder.With {

  /** Bounds of production. */
  public static final AdsOptions DEFAULT =
      new AdsOptions("", 100_000, Duration.ofSeconds(5), Duration.ofSeconds(15));
}
