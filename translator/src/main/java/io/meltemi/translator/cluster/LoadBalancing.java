package io.meltemi.translator.cluster;

import java.time.Duration;
import java.util.Optional;

/**
 * How an endpoint is chosen.
 *
 * @param localityWeighted places have weights (a {@code distribute} rule is in force)
 */
record LoadBalancing(Algorithm algorithm, boolean localityWeighted) {

  /** Envoy's {@code lb_policy} and its settings. */
  sealed interface Algorithm {}

  record LeastRequest(Optional<SlowStart> slowStart) implements Algorithm {}

  record RoundRobin(Optional<SlowStart> slowStart) implements Algorithm {}

  enum Plain implements Algorithm {
    RANDOM,
    /** The cluster's type decides: original destination, dynamic forward proxy. */
    CLUSTER_PROVIDED
  }

  record RingHash(long minimumRingSize) implements Algorithm {}

  record Maglev(long tableSize) implements Algorithm {}

  /** New endpoints get traffic little by little over a window. */
  record SlowStart(Duration window, Optional<Double> minimumPercent, Optional<Double> aggression) {}
}
