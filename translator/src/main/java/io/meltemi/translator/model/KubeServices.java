package io.meltemi.translator.model;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.KubeService;
import io.meltemi.translator.config.TrafficDistribution;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Kubernetes Services as the mesh sees them. */
final class KubeServices {

  /** Which namespaces see the Service: a comma list in the words of {@code exportTo}. */
  private static final String EXPORT_TO = "networking.istio.io/exportTo";

  private static final Splitter COMMAS = Splitter.on(',').trimResults().omitEmptyStrings();

  private KubeServices() {}

  static ServiceKey key(String namespace, String name, String domain) {
    return new ServiceKey(name + "." + namespace + ".svc." + domain, namespace);
  }

  static MeshService derive(ConfigObject<KubeService> object, DerivationDefaults defaults) {
    KubeService spec = object.spec();
    return new MeshService(
        key(object.namespace(), object.name(), defaults.domain()),
        object.key(),
        ports(spec),
        spec.clusterIPs().stream()
            .filter(ip -> !ip.isEmpty() && !ip.equals("None"))
            .collect(ImmutableList.toImmutableList()),
        resolution(spec),
        spec.isHeadless(),
        false,
        isExternalName(spec) ? Optional.of(spec.externalName()) : Optional.empty(),
        ExportTo.parse(
            COMMAS.splitToList(object.meta().annotation(EXPORT_TO)),
            defaults.serviceExportTo(),
            object.namespace()),
        object.meta().labels(),
        spec.selector(),
        ImmutableList.of(),
        object.meta().creationTimestamp(),
        TrafficDistribution.of(spec, object.meta()));
  }

  static boolean isExternalName(KubeService spec) {
    return spec.type() == KubeService.Type.EXTERNAL_NAME && !spec.externalName().isEmpty();
  }

  /**
   * Pods of a headless Service are dialled by their own addresses, so there is nothing to balance.
   */
  private static Resolution resolution(KubeService spec) {
    if (isExternalName(spec)) {
      return Resolution.DNS;
    }
    return spec.isHeadless() ? Resolution.PASSTHROUGH : Resolution.STATIC;
  }

  /** DNS has TCP and UDP on one number; we only proxy the first. */
  private static ImmutableList<ServicePort> ports(KubeService spec) {
    Map<Integer, ServicePort> byNumber = new LinkedHashMap<>();
    for (KubeService.Port port : spec.ports()) {
      byNumber.merge(
          port.port(), port(port), (one, other) -> one.protocol() == Protocol.UDP ? other : one);
    }
    return ImmutableList.copyOf(byNumber.values());
  }

  private static ServicePort port(KubeService.Port port) {
    return new ServicePort(
        port.port(),
        port.name(),
        Protocol.ofKubernetesPort(port.port(), port.name(), port.protocol(), port.appProtocol()));
  }
}
