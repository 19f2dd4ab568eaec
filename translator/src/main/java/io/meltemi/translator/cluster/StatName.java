package io.meltemi.translator.cluster;

import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.ServicePort;

/** {@code alt_stat_name} by MeshConfig's patterns. */
final class StatName {
  private StatName() {}

  /** Empty when there is no pattern: the cluster's name is used. */
  static String of(
      String pattern, MeshService service, ServicePort port, int targetPort, String subset) {
    if (pattern.isEmpty()) {
      return "";
    }
    return pattern
        .replace("%SERVICE%", shortName(service))
        .replace("%SERVICE_FQDN%", service.hostname())
        .replace("%SERVICE_NAME%", service.origin().name())
        .replace("%SERVICE_PORT%", Integer.toString(port.number()))
        .replace("%SERVICE_PORT_NAME%", port.name())
        .replace("%TARGET_PORT%", Integer.toString(targetPort))
        .replace("%SUBSET_NAME%", subset);
  }

  private static String shortName(MeshService service) {
    return service.isKubernetes()
        ? service.origin().name() + "." + service.namespace()
        : service.hostname();
  }
}
