package io.meltemi.istiod.state;

import java.time.Duration;

/**
 * How long changes are collected before they are acted on.
 *
 * @param quiet until nothing more has come for so long
 * @param limit but no longer than this after the first one
 */
public record HoldOff(Duration quiet, Duration limit) {

  /** Istio's PILOT_DEBOUNCE_AFTER and PILOT_DEBOUNCE_MAX. */
  public static final HoldOff CONFIG = new HoldOff(Duration.ofMillis(100), Duration.ofSeconds(10));

  /** A rollout changes endpoints in bursts of a few milliseconds; nobody should wait for longer. */
  public static final HoldOff ENDPOINTS = new HoldOff(Duration.ofMillis(5), Duration.ofMillis(100));

  /** When changes that came between {@code first} and {@code last} are due, in nanoseconds. */
  long due(long first, long last) {
    return Math.min(first + limit.toNanos(), last + quiet.toNanos());
  }
}
