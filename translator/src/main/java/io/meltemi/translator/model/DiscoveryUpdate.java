package io.meltemi.translator.model;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import io.meltemi.translator.authn.PeerPolicies;
import io.meltemi.translator.config.KubeConfigMap;
import io.meltemi.translator.config.KubeEndpointSlice;
import io.meltemi.translator.config.KubeNamespace;
import io.meltemi.translator.config.KubeNode;
import io.meltemi.translator.config.KubePod;
import io.meltemi.translator.config.KubeSecret;
import io.meltemi.translator.config.KubeService;
import io.meltemi.translator.config.KubeServiceAccount;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.ServiceEntry;
import io.meltemi.translator.config.WorkloadEntry;
import io.meltemi.translator.config.WorkloadGroup;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a delta makes of services, endpoints and workloads: each is derived again only where one of
 * its sources changed, and keeps its reference where that gives the same.
 */
record DiscoveryUpdate(
    DiscoveryIndex index,
    ServiceIndex services,
    EndpointIndex endpoints,
    ServicePeerIndex peers,
    WorkloadIndex workloads) {

  static DiscoveryUpdate of(
      MeshModel base, MeshDelta delta, MeshConfig config, PeerPolicies policies) {
    DiscoveryIndex before = base.discovery();
    DiscoveryIndex objects = objects(before, delta);
    DerivationDefaults defaults = DerivationDefaults.of(base.domain(), config);
    boolean sameDefaults = defaults.equals(DerivationDefaults.of(base.domain(), base.meshConfig()));
    if (objects.equals(before) && sameDefaults && policies == base.peerPolicies()) {
      return new DiscoveryUpdate(
          before, base.services(), base.endpoints(), base.peers(), base.workloads());
    }
    Set<ConfigKey> keys = delta.keys();
    WorkloadUpdate workloads = WorkloadUpdate.of(base, objects, keys);
    ServiceUpdate services =
        ServiceUpdate.of(base, objects, sameDefaults ? keys : all(before, objects), defaults);
    ImmutableSet<ConfigKey> slicesChanged =
        MeshDelta.changed(keys, before.endpointSlices(), objects.endpointSlices());
    DiscoveryIndex after =
        objects.with(
            before.slices().with(slicesChanged, before.endpointSlices(), objects.endpointSlices()),
            services.claims());
    Set<ServiceKey> dirty = new LinkedHashSet<>(services.touched());
    EndpointUpdate update =
        new EndpointUpdate(after, services.services(), workloads.index(), policies);
    update.addOwnersOf(slicesChanged, before, base.domain(), dirty);
    update.addOnNodes(
        MeshDelta.changed(keys, before.nodes(), objects.nodes()), base.domain(), dirty);
    update.addSelecting(workloads.labelsTouched(), dirty);
    update.addGoverned(base.peerPolicies(), dirty);
    EndpointIndex endpoints = update.apply(base.endpoints(), dirty);
    return new DiscoveryUpdate(
        after,
        services.services(),
        endpoints,
        base.peers().with(peers(services.services(), endpoints, dirty)),
        workloads.index());
  }

  private static Map<ServiceKey, ServicePeers> peers(
      ServiceIndex services, EndpointIndex endpoints, Set<ServiceKey> dirty) {
    Map<ServiceKey, ServicePeers> peers = new LinkedHashMap<>();
    for (ServiceKey key : dirty) {
      peers.put(
          key,
          services
              .get(key)
              .map(service -> ServicePeers.of(service, endpoints.of(key)))
              .orElse(ServicePeers.NONE));
    }
    return peers;
  }

  private static Iterable<ConfigKey> all(DiscoveryIndex before, DiscoveryIndex after) {
    return ImmutableSet.copyOf(
        Iterables.concat(
            before.services().asMap().keySet(),
            before.serviceEntries().asMap().keySet(),
            after.services().asMap().keySet(),
            after.serviceEntries().asMap().keySet()));
  }

  private static DiscoveryIndex objects(DiscoveryIndex before, MeshDelta delta) {
    return new DiscoveryIndex(
        delta.apply(before.services(), ConfigKind.SERVICE, KubeService.class),
        delta.apply(before.endpointSlices(), ConfigKind.ENDPOINT_SLICE, KubeEndpointSlice.class),
        delta.apply(before.pods(), ConfigKind.POD, KubePod.class),
        delta.apply(before.nodes(), ConfigKind.NODE, KubeNode.class),
        delta.apply(before.namespaces(), ConfigKind.NAMESPACE, KubeNamespace.class),
        delta.apply(before.serviceEntries(), ConfigKind.SERVICE_ENTRY, ServiceEntry.class),
        delta.apply(before.workloadEntries(), ConfigKind.WORKLOAD_ENTRY, WorkloadEntry.class),
        delta.apply(before.workloadGroups(), ConfigKind.WORKLOAD_GROUP, WorkloadGroup.class),
        delta.apply(before.serviceAccounts(), ConfigKind.SERVICE_ACCOUNT, KubeServiceAccount.class),
        delta.apply(before.secrets(), ConfigKind.SECRET, KubeSecret.class),
        delta.apply(before.configMaps(), ConfigKind.CONFIG_MAP, KubeConfigMap.class),
        before.slices(),
        before.claims());
  }
}
