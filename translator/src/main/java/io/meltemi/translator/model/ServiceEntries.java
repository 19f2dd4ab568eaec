package io.meltemi.translator.model;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.ServiceEntry;
import io.meltemi.translator.config.TrafficDistribution;
import io.meltemi.translator.config.WorkloadSelector;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.stream.Collectors;

/** ServiceEntries as the mesh sees them: every host is a service of its own. */
final class ServiceEntries {

  private ServiceEntries() {}

  static ImmutableSet<ServiceKey> keys(ConfigObject<ServiceEntry> object) {
    return object.spec().hosts().stream()
        .map(host -> new ServiceKey(Ascii.toLowerCase(host), object.namespace()))
        .collect(ImmutableSet.toImmutableSet());
  }

  static ImmutableList<MeshService> derive(
      ConfigObject<ServiceEntry> object, DerivationDefaults defaults) {
    ServiceEntry spec = object.spec();
    ImmutableList<ServicePort> ports =
        ImmutableList.copyOf(
            spec.ports().stream()
                .collect(
                    Collectors.toMap(
                        ServiceEntry.Port::number,
                        ServiceEntries::port,
                        (first, _) -> first,
                        LinkedHashMap::new))
                .values());
    ExportTo exportTo =
        ExportTo.parse(spec.exportTo(), defaults.serviceExportTo(), object.namespace());
    ImmutableSortedMap<String, String> selector =
        spec.workloadSelector().map(WorkloadSelector::labels).orElse(ImmutableSortedMap.of());
    return keys(object).stream()
        .map(
            key ->
                new MeshService(
                    key,
                    object.key(),
                    ports,
                    spec.addresses(),
                    resolution(spec.resolution()),
                    false,
                    spec.location() == ServiceEntry.Location.MESH_EXTERNAL,
                    Optional.empty(),
                    exportTo,
                    object.meta().labels(),
                    selector,
                    spec.subjectAltNames(),
                    object.meta().creationTimestamp(),
                    TrafficDistribution.of(object.meta())))
        .collect(ImmutableList.toImmutableList());
  }

  private static ServicePort port(ServiceEntry.Port port) {
    return new ServicePort(port.number(), port.name(), Protocol.parse(port.protocol()));
  }

  private static Resolution resolution(ServiceEntry.Resolution resolution) {
    return switch (resolution) {
      case NONE -> Resolution.PASSTHROUGH;
      case STATIC -> Resolution.STATIC;
      case DNS -> Resolution.DNS;
      case DNS_ROUND_ROBIN -> Resolution.DNS_ROUND_ROBIN;
      case DYNAMIC_DNS -> Resolution.DYNAMIC_DNS;
    };
  }
}
