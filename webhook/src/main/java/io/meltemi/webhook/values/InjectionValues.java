package io.meltemi.webhook.values;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;

/**
 * The values of the charts that injection depends on. Each component is one Helm value, named as
 * Istio names it: {@code global.proxy.logLevel} is {@code global().proxy().logLevel()}. Absent
 * values have Istio's defaults; what other values there are is nobody's business here.
 *
 * @param revision of the istiod that injects; empty or {@code default} for the only one
 */
public record InjectionValues(
    GlobalValues global,
    SidecarInjectorWebhook sidecarInjectorWebhook,
    Pilot pilot,
    String revision) {

  /** What an empty text of values says. */
  public static final InjectionValues DEFAULT = InjectionValuesReader.defaults();

  /** {@code default} for the one without a name. */
  public String revisionName() {
    return revision.isEmpty() ? "default" : revision;
  }

  /**
   * {@code sidecarInjectorWebhook}.
   *
   * @param neverInjectSelector pods that any of these selects are left alone
   * @param alwaysInjectSelector pods that any of these selects are injected where nothing else says
   *     so
   * @param injectedAnnotations added to every injected pod
   * @param rewriteAppHTTPProbe whether probes of apps go by way of the proxy
   * @param defaultTemplates the templates of pods that name none
   */
  public record SidecarInjectorWebhook(
      ImmutableList<PodSelector> neverInjectSelector,
      ImmutableList<PodSelector> alwaysInjectSelector,
      ImmutableSortedMap<String, String> injectedAnnotations,
      boolean rewriteAppHTTPProbe,
      ImmutableList<String> defaultTemplates) {}

  /**
   * {@code pilot}.
   *
   * @param cniEnabled {@code pilot.cni.enabled}: a CNI plugin intercepts traffic, so pods get no
   *     privileged init container
   */
  public record Pilot(boolean cniEnabled) {}
}
