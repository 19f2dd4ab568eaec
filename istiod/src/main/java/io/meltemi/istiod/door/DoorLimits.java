package io.meltemi.istiod.door;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;

/**
 * What one connection may take of a door.
 *
 * @param maxMetadataBytes headers of one call; a token is a few kB
 * @param maxMessageBytes Envoy's first requests are 60 kB plus its names
 * @param maxStreams calls at a time on one connection
 * @param maxResets resets by the client in {@code resetWindow}, beyond which the connection goes
 *     (CVE-2023-44487)
 * @param window inbound flow control: enough for the largest list of names in one go, and a bound
 *     to what a client can make us hold
 * @param handshake from the connection to the first frames of HTTP/2
 * @param maxIdle without a call, after which a connection goes
 * @param maxAge after which a client is told to connect again, so that load spreads and callers
 *     prove anew who they are; it is varied by a tenth, so that they do not come all together
 * @param strangers what those may who have not been let in yet
 */
@RecordBuilder
public record DoorLimits(
    int maxMetadataBytes,
    int maxMessageBytes,
    int maxStreams,
    int maxResets,
    Duration resetWindow,
    int window,
    Duration handshake,
    Duration maxIdle,
    Duration maxAge,
    StrangerLimits strangers)
    implements DoorLimitsBuilder.With {

  /** The age is Istio's. */
  public static final DoorLimits DEFAULT =
      new DoorLimits(
          32 * 1024,
          4 * 1024 * 1024,
          100,
          200,
          Duration.ofSeconds(10),
          1024 * 1024,
          Duration.ofSeconds(10),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          StrangerLimits.PROXIES);
}
