package io.meltemi.translator.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.ServiceEntry;
import io.meltemi.translator.config.WorkloadEntry;
import io.meltemi.translator.config.WorkloadSelector;
import io.meltemi.translator.diagnostic.ConfigKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The endpoints of a ServiceEntry: its own, or the workloads that it selects. */
final class ServiceEntryEndpoints {

  private ServiceEntryEndpoints() {}

  /**
   * @param workloads of the ServiceEntry's namespace: it selects no others
   */
  static List<MeshEndpoint> derive(
      MeshService service, ServiceEntry entry, Collection<MeshWorkload> workloads) {
    if (entry.workloadSelector().isPresent()) {
      return selected(entry, entry.workloadSelector().get(), workloads);
    }
    if (entry.endpoints().isEmpty() && resolvesItsHost(service)) {
      return ImmutableList.of(host(service, entry));
    }
    ImmutableSortedMap<Integer, Integer> plain = TargetPorts.of(entry, ImmutableSortedMap.of());
    return entry.endpoints().stream()
        .filter(endpoint -> !endpoint.address().isEmpty())
        .map(
            endpoint ->
                inline(
                    endpoint,
                    endpoint.ports().isEmpty() ? plain : TargetPorts.of(entry, endpoint.ports())))
        .toList();
  }

  private static List<MeshEndpoint> selected(
      ServiceEntry entry, WorkloadSelector selector, Collection<MeshWorkload> workloads) {
    List<MeshEndpoint> endpoints = new ArrayList<>();
    for (MeshWorkload workload : workloads) {
      // A Pod has no name that DNS could resolve; with DNS only WorkloadEntries are meant.
      boolean eligible =
          entry.resolution() == ServiceEntry.Resolution.STATIC
              || entry.resolution() == ServiceEntry.Resolution.NONE
              || workload.origin().kind() == ConfigKind.WORKLOAD_ENTRY;
      if (eligible && selector.selects(workload.labels())) {
        endpoints.add(
            KubeServiceEndpoints.endpoint(
                workload,
                workload.addresses().getFirst(),
                TargetPorts.of(entry, workload.namedPorts()),
                workload.health()));
      }
    }
    return endpoints;
  }

  private static MeshEndpoint inline(
      WorkloadEntry endpoint, ImmutableSortedMap<Integer, Integer> ports) {
    return new MeshEndpoint(
        endpoint.address(),
        ports,
        endpoint.labels(),
        Workloads.localityOf(endpoint, endpoint.labels()),
        Workloads.weightOf(endpoint),
        endpoint.serviceAccount(),
        Workloads.networkOf(endpoint, endpoint.labels()),
        EndpointHealth.HEALTHY,
        "",
        EndpointTls.ofEntry(endpoint.labels(), endpoint.serviceAccount()));
  }

  private static boolean resolvesItsHost(MeshService service) {
    boolean byName =
        switch (service.resolution()) {
          case DNS, DNS_ROUND_ROBIN -> true;
          case STATIC, PASSTHROUGH, DYNAMIC_DNS -> false;
        };
    return byName && !service.isWildcard();
  }

  private static MeshEndpoint host(MeshService service, ServiceEntry entry) {
    return new MeshEndpoint(
        service.hostname(),
        TargetPorts.of(entry, ImmutableSortedMap.of()),
        ImmutableSortedMap.of(),
        Locality.UNKNOWN,
        1,
        "",
        "",
        EndpointHealth.HEALTHY,
        "",
        EndpointTls.NONE);
  }
}
