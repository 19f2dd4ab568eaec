package io.meltemi.translator.model;

import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.KubeService;
import io.meltemi.translator.config.ServiceEntry;
import io.meltemi.translator.diagnostic.ConfigKind;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/** On which of a workload's ports it serves each port of a service. */
final class TargetPorts {

  private TargetPorts() {}

  /**
   * Service ports that the workload does not serve, for want of a port of that name, are left out.
   */
  static ImmutableSortedMap<Integer, Integer> of(KubeService service, MeshWorkload workload) {
    SortedMap<Integer, Integer> ports = new TreeMap<>();
    for (KubeService.Port port : service.ports()) {
      // DNS has TCP and UDP on one number; the first is what we proxy.
      if (!port.protocol().equals("UDP") || !ports.containsKey(port.port())) {
        target(port, workload).ifPresent(target -> ports.put(port.port(), target));
      }
    }
    return ImmutableSortedMap.copyOfSorted(ports);
  }

  private static OptionalInt target(KubeService.Port port, MeshWorkload workload) {
    KubeService.TargetPort target =
        port.targetPort().orElseGet(() -> new KubeService.TargetPort.Numbered(port.port()));
    return switch (target) {
      case KubeService.TargetPort.Named(String name) -> named(name, workload);
      case KubeService.TargetPort.Numbered(int number) -> {
        // A WorkloadEntry's own word for the service's port name wins over the Service's number.
        boolean isEntry = workload.origin().kind() == ConfigKind.WORKLOAD_ENTRY;
        OptionalInt own = isEntry ? named(port.name(), workload) : OptionalInt.empty();
        yield own.isPresent() ? own : OptionalInt.of(number);
      }
    };
  }

  private static OptionalInt named(String name, MeshWorkload workload) {
    Optional<Integer> port = Optional.ofNullable(workload.namedPorts().get(name));
    return port.map(OptionalInt::of).orElseGet(OptionalInt::empty);
  }

  /** For the endpoints of a ServiceEntry, its own or selected ones. */
  static ImmutableSortedMap<Integer, Integer> of(
      ServiceEntry entry, Map<String, Integer> namedPorts) {
    SortedMap<Integer, Integer> ports = new TreeMap<>();
    for (ServiceEntry.Port port : entry.ports()) {
      int target = port.targetPort() == 0 ? port.number() : port.targetPort();
      ports.put(port.number(), namedPorts.getOrDefault(port.name(), target));
    }
    return ImmutableSortedMap.copyOfSorted(ports);
  }
}
