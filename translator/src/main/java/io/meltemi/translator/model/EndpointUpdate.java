package io.meltemi.translator.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import io.meltemi.translator.authn.PeerPolicies;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.KubeEndpointSlice;
import io.meltemi.translator.config.WorkloadSelector;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the services whose endpoints a change may have changed, and derives those again. */
record EndpointUpdate(
    DiscoveryIndex index, ServiceIndex services, WorkloadIndex workloads, PeerPolicies policies) {

  private static final Comparator<MeshEndpoint> ORDER =
      Comparator.comparing(MeshEndpoint::address).thenComparing(MeshEndpoint::workload);

  /** The Services that slices belong to now or belonged to before. */
  void addOwnersOf(
      ImmutableSet<ConfigKey> slices, DiscoveryIndex before, String domain, Set<ServiceKey> dirty) {
    for (ConfigKey key : slices) {
      before
          .endpointSlices()
          .get(key)
          .ifPresent(slice -> addService(SliceIndex.serviceOf(slice), domain, dirty));
      index
          .endpointSlices()
          .get(key)
          .ifPresent(slice -> addService(SliceIndex.serviceOf(slice), domain, dirty));
    }
  }

  private static void addService(ConfigKey service, String domain, Set<ServiceKey> dirty) {
    dirty.add(KubeServices.key(service.namespace(), service.name(), domain));
  }

  /** The Services with slices that name a node without naming a Pod: the zone is the node's. */
  void addOnNodes(ImmutableSet<ConfigKey> nodes, String domain, Set<ServiceKey> dirty) {
    if (nodes.isEmpty()) {
      return;
    }
    for (ConfigObject<KubeEndpointSlice> slice : index.endpointSlices().all()) {
      boolean names =
          slice.spec().endpoints().stream()
              .anyMatch(e -> nodes.contains(new ConfigKey(ConfigKind.NODE, "", e.nodeName())));
      if (names) {
        addService(SliceIndex.serviceOf(slice), domain, dirty);
      }
    }
  }

  /** The services that select workloads, or may have them in a slice. */
  void addSelecting(List<MeshWorkload> touched, Set<ServiceKey> dirty) {
    ListMultimap<String, MeshWorkload> byNamespace =
        MultimapBuilder.linkedHashKeys().arrayListValues().build();
    touched.forEach(workload -> byNamespace.put(workload.namespace(), workload));
    for (String namespace : byNamespace.keySet()) {
      for (MeshService service : services.inNamespace(namespace)) {
        if (!dirty.contains(service.key()) && concerns(service, byNamespace.get(namespace))) {
          dirty.add(service.key());
        }
      }
    }
  }

  private boolean concerns(MeshService service, List<MeshWorkload> touched) {
    if (service.selector().isEmpty()) {
      return !index.slices().of(service.origin()).isEmpty();
    }
    WorkloadSelector selector = new WorkloadSelector(service.selector());
    return touched.stream().anyMatch(workload -> selector.selects(workload.labels()));
  }

  /** The services some endpoint of which may have been, or now is, without mTLS by a policy. */
  void addGoverned(PeerPolicies before, Set<ServiceKey> dirty) {
    if (before == policies) {
      return;
    }
    Map<String, Boolean> governed = new HashMap<>();
    for (MeshService service : services.all()) {
      if (governed.computeIfAbsent(
          service.namespace(), ns -> before.mayDisable(ns) || policies.mayDisable(ns))) {
        dirty.add(service.key());
      }
    }
  }

  EndpointIndex apply(EndpointIndex base, Set<ServiceKey> dirty) {
    Map<ServiceKey, ServiceEndpoints> changes = new LinkedHashMap<>();
    for (ServiceKey key : dirty) {
      ImmutableList<MeshEndpoint> endpoints =
          services.get(key).map(this::derive).orElseGet(ImmutableList::of);
      changes.put(key, new ServiceEndpoints(key, endpoints));
    }
    return base.with(changes);
  }

  private ImmutableList<MeshEndpoint> derive(MeshService service) {
    ConfigKey origin = service.origin();
    List<MeshEndpoint> endpoints =
        origin.kind() == ConfigKind.SERVICE
            ? index
                .services()
                .get(origin)
                .map(
                    object ->
                        KubeServiceEndpoints.derive(
                            object, index.slices().of(origin), workloads, index.nodes()))
                .orElse(ImmutableList.of())
            : index
                .serviceEntries()
                .get(origin)
                .map(
                    object ->
                        ServiceEntryEndpoints.derive(
                            service, object.spec(), workloads.inNamespace(object.namespace())))
                .orElse(List.of());
    return sortedDistinct(endpoints.stream().map(endpoint -> governed(service, endpoint)).toList());
  }

  private MeshEndpoint governed(MeshService service, MeshEndpoint endpoint) {
    String namespace = endpoint.namespace(service);
    return endpoint.tls().able() && policies.mayDisable(namespace)
        ? endpoint.with(
            endpoint
                .tls()
                .under(
                    policies.of(namespace, endpoint.labels()),
                    ImmutableSet.copyOf(endpoint.ports().values())))
        : endpoint;
  }

  /** A pod that moves from one slice to another is in both for a moment. */
  private static ImmutableList<MeshEndpoint> sortedDistinct(List<MeshEndpoint> endpoints) {
    List<MeshEndpoint> sorted = new ArrayList<>(endpoints);
    sorted.sort(ORDER);
    for (int i = sorted.size() - 1; i > 0; i--) {
      if (sorted.get(i).equals(sorted.get(i - 1))) {
        sorted.remove(i);
      }
    }
    return ImmutableList.copyOf(sorted);
  }
}
