package io.meltemi.istiod.door;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;

/**
 * What those may take of a door who have not been let in yet, how many may come, and how often an
 * address may fail. A connection is a stranger's until a call on it has been accepted.
 *
 * <p>An address is what one host has: an IPv4 address, or an IPv6 network of 64 bits.
 *
 * @param connections to the door in all, of strangers and others
 * @param perAddress connections from one address, of strangers and others
 * @param strangers at a time
 * @param strangersPerAddress from one address at a time: a gateway or a NAT may stand before many
 *     proxies, and an istiod that comes back is dialled by all of them at once
 * @param failures of one address, of which this many may come at once: a connection that ends as a
 *     stranger's, a call that fails by the client's fault, 64 frames that nobody needs
 * @param failuresPerSecond and this many later on; each costs about a millisecond of CPU
 * @param bytes that are read of a stranger; the rest waits in the kernel, so that the other side
 *     stops sending. Enough for a handshake and the headers of a call with a token
 * @param frames of HTTP/2 other than DATA by a stranger
 * @param calls of one address at a time, also of those who have been let in: a bound where nobody
 *     proves who they are
 * @param patience until a stranger is shown out
 */
@RecordBuilder
public record StrangerLimits(
    int connections,
    int perAddress,
    int strangers,
    int strangersPerAddress,
    int failures,
    int failuresPerSecond,
    int bytes,
    int frames,
    int calls,
    Duration patience)
    implements StrangerLimitsBuilder.With {

  /** Of a door for proxies. */
  public static final StrangerLimits PROXIES =
      new StrangerLimits(
          50_000,
          20_000,
          8_192,
          1_024,
          1_024,
          10,
          256 * 1024,
          1_000,
          Integer.MAX_VALUE,
          Duration.ofSeconds(30));

  /** Of a door with pages: few ask, and what is asked is small. */
  public static final StrangerLimits PAGES =
      new StrangerLimits(1_024, 64, 512, 64, 256, 10, 128 * 1024, 0, 0, Duration.ofSeconds(15));

  public StrangerLimits withFailures(int count, int perSecond) {
    return withFailures(count).withFailuresPerSecond(perSecond);
  }
}
