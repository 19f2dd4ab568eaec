package io.meltemi.webhook.inject;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.meltemi.translator.proxy.InterceptionMode;
import io.meltemi.translator.proxy.ProxyKind;
import io.meltemi.webhook.values.InjectionValues;

/**
 * Everything that is decided about the proxy of one pod; what comes after only writes it down.
 *
 * @param labels of the pod as it will be
 * @param nativeSidecar whether the proxy is an init container that goes on
 * @param mode how traffic comes to it
 * @param statusPort where the kubelet's questions are answered; 0 for nowhere
 */
record ProxyPlan(
    InjectionInputs inputs,
    PodAnnotations annotations,
    ProxySettings settings,
    ProxyKind kind,
    Workload workload,
    ImmutableSortedMap<String, String> labels,
    boolean nativeSidecar,
    InterceptionMode mode,
    int statusPort) {

  InjectionValues values() {
    return inputs.values();
  }

  Pod pod() {
    return inputs.pod();
  }

  /** Whether an init container makes those rules; a CNI plugin does it without one. */
  boolean needsInit() {
    return intercepts() && !values().pilot().cniEnabled();
  }

  /** Whether the rules of the pod's network are there to be got around. */
  boolean intercepts() {
    return kind == ProxyKind.SIDECAR && mode != InterceptionMode.NONE;
  }

  /** Addresses to listen on for everybody. */
  ImmutableList<String> wildcards() {
    return switch (inputs.cluster().families()) {
      case IPV4 -> ImmutableList.of("0.0.0.0");
      case IPV6 -> ImmutableList.of("::");
      case DUAL -> ImmutableList.of("0.0.0.0", "::");
    };
  }
}
