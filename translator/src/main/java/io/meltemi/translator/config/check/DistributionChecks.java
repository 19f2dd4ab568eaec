package io.meltemi.translator.config.check;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.KubeService;
import io.meltemi.translator.config.ObjectMeta;
import io.meltemi.translator.config.TrafficDistribution;

/** Checks what a service says of the endpoints that its clients should get. */
final class DistributionChecks {

  /** They ask Kubernetes for hints in EndpointSlices, as kube-proxy follows and no sidecar does. */
  private static final ImmutableList<String> HINTS =
      ImmutableList.of(
          "service.kubernetes.io/topology-mode", "service.kubernetes.io/topology-aware-hints");

  private DistributionChecks() {}

  static void service(Findings root, KubeService service, ObjectMeta meta) {
    Findings field = root.at("spec").at("trafficDistribution");
    word(field, service.trafficDistribution());
    if (service.internalTrafficPolicy() == KubeService.TrafficPolicy.LOCAL
        && !service.trafficDistribution().isEmpty()) {
      field.ineffective("has no effect beside internalTrafficPolicy: Local; remove one");
    }
    annotation(root, meta);
    for (String name : HINTS) {
      String mode = meta.annotation(name);
      if (!mode.isEmpty() && !Ascii.equalsIgnoreCase(mode, "disabled")) {
        root.at("metadata")
            .entry("annotations", name)
            .unsupported(
                "proxies do not follow the hints of EndpointSlices; with trafficDistribution:"
                    + " PreferSameZone they send to their own zone first");
      }
    }
  }

  static void annotation(Findings root, ObjectMeta meta) {
    word(
        root.at("metadata").entry("annotations", TrafficDistribution.ANNOTATION),
        meta.annotation(TrafficDistribution.ANNOTATION));
  }

  private static void word(Findings at, String text) {
    if (TrafficDistribution.parse(text).isEmpty()) {
      at.ineffective(
          "\""
              + text
              + "\" is not known, so clients use all endpoints alike; takes PreferSameZone or"
              + " PreferSameNode");
    }
  }
}
