package io.meltemi.istiod.metrics;

import io.meltemi.webhook.serve.AdmissionObserver;

/** Counts what becomes of admission reviews, under the names that Istio's istiod has. */
public final class AdmissionMeters implements AdmissionObserver {

  private static final String REQUESTS = "sidecar_injection_requests";
  private static final String INJECTED = "sidecar_injection_success";
  private static final String SKIPPED = "sidecar_injection_skip";
  private static final String REFUSED = "sidecar_injection_failure";
  private static final String VALID = "galley_validation_passed";
  private static final String INVALID = "galley_validation_failed";
  private static final String UNREADABLE = "galley_validation_http_error";

  private final IstiodMeters meters;

  public AdmissionMeters(IstiodMeters meters) {
    this.meters = meters;
  }

  @Override
  public void answered(Outcome outcome) {
    switch (outcome) {
      case INJECTED -> injection(INJECTED);
      case INJECTION_SKIPPED -> injection(SKIPPED);
      case INJECTION_REFUSED -> injection(REFUSED);
      case VALID -> meters.count(VALID);
      case INVALID -> meters.count(INVALID);
      case MALFORMED, FAILED -> meters.count(UNREADABLE);
    }
  }

  private void injection(String what) {
    meters.count(REQUESTS);
    meters.count(what);
  }
}
