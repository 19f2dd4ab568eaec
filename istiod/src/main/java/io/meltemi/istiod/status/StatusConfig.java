package io.meltemi.istiod.status;

import java.time.Duration;

/**
 * How eagerly statuses are written.
 *
 * @param enabled whether at all
 * @param perSecond at most so many writes
 * @param look how often is looked for what is to be written
 * @param patience for how long after it begins to lead an istiod believes what a status says of
 *     proxies that refuse the object: they have to come back first
 */
public record StatusConfig(boolean enabled, double perSecond, Duration look, Duration patience) {

  public static final StatusConfig DEFAULT =
      new StatusConfig(true, 20, Duration.ofMillis(500), Duration.ofSeconds(30));

  public StatusConfig withEnabled(boolean written) {
    return new StatusConfig(written, perSecond, look, patience);
  }

  public StatusConfig withPerSecond(double writes) {
    return new StatusConfig(enabled, writes, look, patience);
  }

  public StatusConfig withPatience(Duration time) {
    return new StatusConfig(enabled, perSecond, look, time);
  }
}
