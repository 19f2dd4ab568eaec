package io.meltemi.webhook.inject;

import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.meltemi.webhook.values.ProxyValues;
import java.util.Optional;

/** How a kubelet finds out whether the proxy itself has its configuration. */
final class ProxyProbes {

  private static final int TIMEOUT_SECONDS = 3;
  private static final int STARTUP_PERIOD_SECONDS = 1;

  private ProxyProbes() {}

  static Probe readiness(ProxyPlan plan) {
    ProxyValues.Readiness values = plan.values().global().proxy().readiness();
    PodAnnotations said = plan.annotations();
    return ready()
        .withInitialDelaySeconds(
            said.number(Annotations.READINESS_DELAY).orElse(values.initialDelaySeconds()))
        .withPeriodSeconds(said.number(Annotations.READINESS_PERIOD).orElse(values.periodSeconds()))
        .withFailureThreshold(
            said.number(Annotations.READINESS_FAILURES).orElse(values.failureThreshold()))
        .build();
  }

  /**
   * Asked often, so that a pod is ready soon; a native sidecar's holds back the containers after
   * it.
   */
  static Optional<Probe> startup(ProxyPlan plan) {
    ProxyValues.Startup values = plan.values().global().proxy().startupProbe();
    return values.enabled()
        ? Optional.of(
            ready()
                .withInitialDelaySeconds(0)
                .withPeriodSeconds(STARTUP_PERIOD_SECONDS)
                .withFailureThreshold(values.failureThreshold())
                .build())
        : Optional.empty();
  }

  private static ProbeBuilder ready() {
    return new ProbeBuilder()
        .withTimeoutSeconds(TIMEOUT_SECONDS)
        .withNewHttpGet()
        .withPath("/healthz/ready")
        .withNewPort(Names.HEALTH_PORT)
        .endHttpGet();
  }
}
