package io.meltemi.translator.model;

import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.KubeConfigMap;
import io.meltemi.translator.config.KubeEndpointSlice;
import io.meltemi.translator.config.KubeNamespace;
import io.meltemi.translator.config.KubeNode;
import io.meltemi.translator.config.KubePod;
import io.meltemi.translator.config.KubeSecret;
import io.meltemi.translator.config.KubeService;
import io.meltemi.translator.config.KubeServiceAccount;
import io.meltemi.translator.config.ServiceEntry;
import io.meltemi.translator.config.WorkloadEntry;
import io.meltemi.translator.config.WorkloadGroup;

/**
 * The user objects that services, endpoints and workloads are derived from, and what the platform
 * knows besides. Resolvers use what is derived, not this.
 *
 * @param slices EndpointSlices by Service
 * @param claims which objects claim which hostnames
 */
public record DiscoveryIndex(
    ObjectIndex<KubeService> services,
    ObjectIndex<KubeEndpointSlice> endpointSlices,
    ObjectIndex<KubePod> pods,
    ObjectIndex<KubeNode> nodes,
    ObjectIndex<KubeNamespace> namespaces,
    ObjectIndex<ServiceEntry> serviceEntries,
    ObjectIndex<WorkloadEntry> workloadEntries,
    ObjectIndex<WorkloadGroup> workloadGroups,
    ObjectIndex<KubeServiceAccount> serviceAccounts,
    ObjectIndex<KubeSecret> secrets,
    ObjectIndex<KubeConfigMap> configMaps,
    SliceIndex slices,
    ServiceClaims claims) {

  public static final DiscoveryIndex EMPTY =
      new DiscoveryIndex(
          ObjectIndex.empty(),
          ObjectIndex.empty(),
          ObjectIndex.empty(),
          ObjectIndex.empty(),
          ObjectIndex.empty(),
          ObjectIndex.empty(),
          ObjectIndex.empty(),
          ObjectIndex.empty(),
          ObjectIndex.empty(),
          ObjectIndex.empty(),
          ObjectIndex.empty(),
          SliceIndex.EMPTY,
          ServiceClaims.EMPTY);

  /**
   * On which of a workload's ports it serves a service that selects it: service port → own port.
   * Answers also for a workload that is not an endpoint, because it is not ready or not known yet.
   */
  public ImmutableSortedMap<Integer, Integer> targetPorts(
      MeshService service, MeshWorkload workload) {
    return switch (service.origin().kind()) {
      case SERVICE ->
          services
              .get(service.origin())
              .map(object -> TargetPorts.of(object.spec(), workload))
              .orElse(ImmutableSortedMap.of());
      case SERVICE_ENTRY ->
          serviceEntries
              .get(service.origin())
              .map(object -> TargetPorts.of(object.spec(), workload.namedPorts()))
              .orElse(ImmutableSortedMap.of());
      default -> ImmutableSortedMap.of();
    };
  }

  DiscoveryIndex with(SliceIndex newSlices, ServiceClaims newClaims) {
    return new DiscoveryIndex(
        services,
        endpointSlices,
        pods,
        nodes,
        namespaces,
        serviceEntries,
        workloadEntries,
        workloadGroups,
        serviceAccounts,
        secrets,
        configMaps,
        newSlices,
        newClaims);
  }
}
