package io.meltemi.istiod.watch;

import java.time.Duration;

/**
 * How the keys of token issuers are fetched.
 *
 * @param allowed where istiod may connect to
 * @param patience for one answer
 * @param fetchedByProxies whether proxies that see the server among their services fetch for
 *     themselves
 */
public record KeySetOptions(
    AllowedAddresses allowed, Duration patience, KeySetSource.Pace pace, boolean fetchedByProxies) {

  /** Istio's five seconds, by istiod alone. */
  public static final KeySetOptions DEFAULT =
      new KeySetOptions(
          AllowedAddresses.DEFAULT, Duration.ofSeconds(5), KeySetSource.Pace.DEFAULT, false);
}
