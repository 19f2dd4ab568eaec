package io.meltemi.translator.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** All services of the mesh, in the order of their keys. */
public final class ServiceIndex {

  public static final ServiceIndex EMPTY = new ServiceIndex(ImmutableList.of());

  private final ImmutableList<MeshService> sorted;
  private final ImmutableMap<ServiceKey, MeshService> byKey;
  private final ImmutableListMultimap<String, MeshService> byHostname;

  private ServiceIndex(ImmutableList<MeshService> sorted) {
    this.sorted = sorted;
    ImmutableMap.Builder<ServiceKey, MeshService> keys = ImmutableMap.builder();
    ImmutableListMultimap.Builder<String, MeshService> hostnames = ImmutableListMultimap.builder();
    for (MeshService service : sorted) {
      keys.put(service.key(), service);
      hostnames.put(service.hostname(), service);
    }
    this.byKey = keys.buildOrThrow();
    this.byHostname = hostnames.build();
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
}
