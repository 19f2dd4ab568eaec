package io.meltemi.translator.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All services of the mesh, in the order of their keys. */
public final class ServiceIndex {

  public static final ServiceIndex EMPTY = new ServiceIndex(ImmutableList.of());

  private final ImmutableList<MeshService> sorted;
  private final ImmutableMap<ServiceKey, MeshService> byKey;
  private final ImmutableListMultimap<String, MeshService> byHostname;
  private final ImmutableListMultimap<String, MeshService> byNamespace;
  private final ImmutableSet<String> withSelectingEntries;
  private final ImmutableList<MeshService> dependingOnNode;

  private ServiceIndex(ImmutableList<MeshService> sorted) {
    this.sorted = sorted;
    ImmutableMap.Builder<ServiceKey, MeshService> keys = ImmutableMap.builder();
    ImmutableListMultimap.Builder<String, MeshService> hostnames = ImmutableListMultimap.builder();
    ImmutableListMultimap.Builder<String, MeshService> namespaces = ImmutableListMultimap.builder();
    ImmutableSet.Builder<String> selecting = ImmutableSet.builder();
    ImmutableList.Builder<MeshService> onNodes = ImmutableList.builder();
    for (MeshService service : sorted) {
      keys.put(service.key(), service);
      hostnames.put(service.hostname(), service);
      namespaces.put(service.namespace(), service);
      if (!service.isKubernetes() && !service.selector().isEmpty()) {
        selecting.add(service.namespace());
      }
      if (service.distribution().dependsOnNode()) {
        onNodes.add(service);
      }
    }
    this.byKey = keys.buildOrThrow();
    this.byHostname = hostnames.build();
    this.byNamespace = namespaces.build();
    this.withSelectingEntries = selecting.build();
    this.dependingOnNode = onNodes.build();
  }

  /** An index of services with distinct keys. */
  public static ServiceIndex of(Collection<MeshService> services) {
    return services.isEmpty()
        ? EMPTY
        : new ServiceIndex(
            ImmutableList.sortedCopyOf(Comparator.comparing(MeshService::key), services));
  }

  public ImmutableList<MeshService> all() {
    return sorted;
  }

  public Optional<MeshService> get(ServiceKey key) {
    return Optional.ofNullable(byKey.get(key));
  }

  /** Every namespace's definition of a hostname, in the order of namespaces. */
  public ImmutableList<MeshService> withHostname(String hostname) {
    return byHostname.get(hostname);
  }

  /** What one namespace defines, in the order of hostnames. */
  public ImmutableList<MeshService> inNamespace(String namespace) {
    return byNamespace.get(namespace);
  }

  /** Whether some ServiceEntry of the namespace selects workloads rather than list them. */
  public boolean hasSelectingEntries(String namespace) {
    return withSelectingEntries.contains(namespace);
  }

  /** Whether a client of the namespace sees a service whose endpoints depend on its node. */
  public boolean dependOnNode(String namespace) {
    return dependingOnNode.stream().anyMatch(service -> service.exportTo().allows(namespace));
  }

  /** This index with services put in, or taken out where the value is empty. */
  ServiceIndex with(Map<ServiceKey, Optional<MeshService>> changes) {
    boolean same =
        changes.entrySet().stream()
            .allMatch(change -> change.getValue().equals(get(change.getKey())));
    if (same) {
      return this;
    }
    List<MeshService> next = new ArrayList<>(sorted.size() + changes.size());
    for (MeshService service : sorted) {
      if (!changes.containsKey(service.key())) {
        next.add(service);
      }
    }
    changes.values().forEach(service -> service.ifPresent(next::add));
    return of(next);
  }

  @Override
  public String toString() {
    return sorted.toString();
  }
}
