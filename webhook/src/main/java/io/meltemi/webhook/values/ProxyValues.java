package io.meltemi.webhook.values;

import java.util.Optional;

/**
 * {@code global.proxy}.
 *
 * @param autoInject whether pods are injected that say nothing themselves, where the webhook is
 *     asked about them
 * @param image of a stock Envoy: a whole reference if it has a slash, else a name below the hub
 * @param componentLogLevel Envoy's {@code --component-log-level}; may be empty
 * @param privileged for what the proxy cannot do without; the default is off
 * @param statusPort where apps' probes and merged metrics are answered; 0 for nowhere
 * @param interception what of a pod's traffic goes to its proxy
 * @param holdApplicationUntilProxyStarts absent: only where there are no native sidecars
 * @param seccompProfile {@code type} of a seccomp profile, such as {@code RuntimeDefault}; may be
 *     empty
 */
public record ProxyValues(
    AutoInject autoInject,
    String image,
    String clusterDomain,
    String logLevel,
    String componentLogLevel,
    boolean privileged,
    boolean enableCoreDump,
    int statusPort,
    Readiness readiness,
    Startup startupProbe,
    InterceptionValues interception,
    ResourceValues resources,
    Optional<Boolean> holdApplicationUntilProxyStarts,
    String seccompProfile) {

  /** Whether pods are injected that say nothing themselves. */
  public enum AutoInject {
    ENABLED,
    DISABLED
  }

  /** {@code readinessInitialDelaySeconds} and its neighbours. */
  public record Readiness(int initialDelaySeconds, int periodSeconds, int failureThreshold) {}

  /** {@code startupProbe}. */
  public record Startup(boolean enabled, int failureThreshold) {}

  /**
   * {@code includeIPRanges} and its neighbours: comma-separated ports and CIDRs, {@code *} for all.
   */
  public record InterceptionValues(
      String includeIPRanges,
      String excludeIPRanges,
      String includeInboundPorts,
      String excludeInboundPorts,
      String includeOutboundPorts,
      String excludeOutboundPorts) {}
}
