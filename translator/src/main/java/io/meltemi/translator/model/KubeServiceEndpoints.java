package io.meltemi.translator.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.KubeEndpointSlice;
import io.meltemi.translator.config.KubeNode;
import io.meltemi.translator.config.KubeService;
import io.meltemi.translator.config.WorkloadSelector;
import io.meltemi.translator.diagnostic.ConfigKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The endpoints of a Kubernetes Service: from its EndpointSlices where there are any, as in a
 * cluster, otherwise from the Pods that it selects, as in a folder; and from the WorkloadEntries
 * that it selects, always.
 */
final class KubeServiceEndpoints {

  private KubeServiceEndpoints() {}

  static ImmutableList<MeshEndpoint> derive(
      ConfigObject<KubeService> object,
      Collection<ConfigObject<KubeEndpointSlice>> slices,
      WorkloadIndex workloads,
      ObjectIndex<KubeNode> nodes) {
    KubeService service = object.spec();
    if (KubeServices.isExternalName(service)) {
      return ImmutableList.of(external(service));
    }
    List<MeshEndpoint> endpoints = new ArrayList<>();
    for (ConfigObject<KubeEndpointSlice> slice : slices) {
      if (isOfMainFamily(slice, slices)) {
        endpoints.addAll(SliceEndpoints.derive(object, slice, workloads, nodes));
      }
    }
    if (!service.selector().isEmpty()) {
      WorkloadSelector selector = new WorkloadSelector(service.selector());
      for (MeshWorkload workload : workloads.inNamespace(object.namespace())) {
        boolean eligible = slices.isEmpty() || workload.origin().kind() != ConfigKind.POD;
        if (eligible && selector.selects(workload.labels())) {
          endpoints.add(selected(service, workload));
        }
      }
    }
    return ImmutableList.copyOf(endpoints);
  }

  /** A dual-stack pod is in a slice of each family; it must not count twice. */
  private static boolean isOfMainFamily(
      ConfigObject<KubeEndpointSlice> slice, Collection<ConfigObject<KubeEndpointSlice>> slices) {
    return switch (slice.spec().addressType()) {
      case "FQDN" -> false;
      case "IPv6" -> slices.stream().noneMatch(s -> s.spec().addressType().equals("IPv4"));
      default -> true;
    };
  }

  private static MeshEndpoint selected(KubeService service, MeshWorkload workload) {
    return endpoint(
        workload,
        workload.addresses().getFirst(),
        TargetPorts.of(service, workload),
        service.publishNotReadyAddresses() ? EndpointHealth.HEALTHY : workload.health());
  }

  static MeshEndpoint endpoint(
      MeshWorkload workload,
      String address,
      ImmutableSortedMap<Integer, Integer> ports,
      EndpointHealth health) {
    return new MeshEndpoint(
        address,
        ports,
        workload.labels(),
        workload.locality(),
        workload.weight(),
        workload.serviceAccount(),
        workload.network(),
        health,
        workload.namespace() + "/" + workload.name(),
        tls(workload),
        workload.node());
  }

  private static EndpointTls tls(MeshWorkload workload) {
    return workload.origin().kind() == ConfigKind.POD
        ? EndpointTls.ofPod(workload.labels())
        : EndpointTls.ofEntry(workload.labels(), workload.serviceAccount());
  }

  /** What an ExternalName points to, on the Service's own port numbers. */
  private static MeshEndpoint external(KubeService service) {
    SortedMap<Integer, Integer> ports = new TreeMap<>();
    service.ports().forEach(port -> ports.put(port.port(), port.port()));
    return new MeshEndpoint(
        service.externalName(),
        ImmutableSortedMap.copyOfSorted(ports),
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
