package io.meltemi.webhook.serve;

/** Is told what came of each question; for metrics. */
public interface AdmissionObserver {

  AdmissionObserver NOBODY = _ -> {};

  /** What can come of one. */
  enum Outcome {
    INJECTED,
    INJECTION_SKIPPED,
    INJECTION_REFUSED,
    VALID,
    INVALID,
    /** The request itself was none. */
    MALFORMED,
    /** Our own fault. */
    FAILED
  }

  void answered(Outcome outcome);
}
