package io.meltemi.istiod.kube;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Ever longer pauses, never two clients in step. */
final class Backoff {

  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private int failures;

  Duration next() {
    Duration full = FIRST.multipliedBy(1L << Math.min(failures++, 16));
    Duration most = full.compareTo(LONGEST) < 0 ? full : LONGEST;
    return Duration.ofNanos(
        (long) (most.toNanos() * ThreadLocalRandom.current().nextDouble(0.5, 1)));
  }

  void reset() {
    failures = 0;
  }
}
