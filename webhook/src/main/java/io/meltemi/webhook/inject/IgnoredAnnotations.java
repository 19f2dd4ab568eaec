package io.meltemi.webhook.inject;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Map;

/** Settings that Istio's agent acts on and that mean nothing where there is none. */
final class IgnoredAnnotations {

  private static final ImmutableSortedMap<String, String> WHY =
      ImmutableSortedMap.<String, String>naturalOrder()
          .put("sidecar.istio.io/agentLogLevel", "there is no agent")
          .put(
              "sidecar.istio.io/bootstrapOverride",
              "use an EnvoyFilter, or the fields of proxy.istio.io/config")
          .put("sidecar.istio.io/enableCoreDump", "set the node's core pattern instead")
          .put(
              "sidecar.istio.io/controlPlaneAuthPolicy",
              "the control plane is always reached by TLS")
          .put(
              "readiness.status.sidecar.istio.io/applicationPorts",
              "the proxy is ready when it has its configuration")
          .put(
              "sidecar.istio.io/extraStatTags",
              "statistics have Envoy's own tags, and no others need to be announced")
          .put(
              "sidecar.istio.io/statsFlushInterval",
              "counters are added up every five seconds, as Envoy does")
          .put("sidecar.istio.io/statsEvictionInterval", "statistics are kept")
          .buildOrThrow();

  private IgnoredAnnotations() {}

  static ImmutableList<String> warnings(Map<String, String> annotations, ProxySettings settings) {
    ImmutableList.Builder<String> warnings = ImmutableList.builder();
    WHY.forEach(
        (name, why) -> {
          if (annotations.containsKey(name)) {
            warnings.add("annotation " + name + " has no effect: " + why);
          }
        });
    if (settings.metadata().getOrDefault("ISTIO_META_DNS_CAPTURE", "").equals("true")) {
      warnings.add("ISTIO_META_DNS_CAPTURE has no effect: the proxy does not answer DNS");
    }
    return warnings.build();
  }
}
