package io.meltemi.translator.route;

import java.time.Duration;

/** Which durations Envoy takes: it refuses negative ones and those beyond 2^63 nanoseconds. */
final class Durations {

  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private Durations() {}

  static boolean isUsable(Duration duration) {
    return !duration.isNegative() && duration.compareTo(LONGEST) <= 0;
  }

  static boolean isPositive(Duration duration) {
    return isUsable(duration) && !duration.isZero();
  }
}
