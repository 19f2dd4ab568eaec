package io.meltemi.ca.service;

import java.time.Duration;

/** Is told of every request, for metrics. Called on signing threads; must be quick. */
public interface IssuanceObserver {
  /** How a request ended. */
  enum Outcome {
    ISSUED,
    UNAUTHENTICATED,
    CSR_REFUSED,
    OVERLOADED,
    /** The caller went away before it was its turn. */
    CANCELLED,
    FAILED
  }

  void requested(Outcome outcome, Duration took);

  /** For those who do not want to know. */
  static IssuanceObserver none() {
    return (_, _) -> {};
  }
}
