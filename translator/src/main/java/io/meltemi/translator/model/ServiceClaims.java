package io.meltemi.translator.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which objects claim to define a hostname in a namespace: a Kubernetes Service does before any
 * ServiceEntry, among ServiceEntries the oldest.
 */
public final class ServiceClaims {

  static final ServiceClaims EMPTY = new ServiceClaims(ShardedMap.empty(), ImmutableSortedSet.of());

  static final Comparator<MeshService> PRECEDENCE =
      Comparator.<MeshService, Boolean>comparing(service -> !service.isKubernetes())
          .thenComparing(MeshService.OLDEST_FIRST);

  private final ShardedMap<ServiceKey, ImmutableList<MeshService>> byKey;
  private final ImmutableSortedSet<ServiceKey> contested;

  private ServiceClaims(
      ShardedMap<ServiceKey, ImmutableList<MeshService>> byKey,
      ImmutableSortedSet<ServiceKey> contested) {
    this.byKey = byKey;
    this.contested = contested;
  }

  /** The winner first. */
  ImmutableList<MeshService> of(ServiceKey key) {
    return byKey.get(key).orElseGet(ImmutableList::of);
  }

  /** The keys that more than one object claims. */
  ImmutableSortedSet<ServiceKey> contested() {
    return contested;
  }

  ServiceClaims with(Map<ServiceKey, Optional<ImmutableList<MeshService>>> changes) {
    ShardedMap<ServiceKey, ImmutableList<MeshService>> next = byKey.with(changes);
    if (next == byKey) {
      return this;
    }
    TreeSet<ServiceKey> nowContested = new TreeSet<>(contested);
    changes.forEach(
        (key, claims) -> {
          if (claims.isPresent() && claims.get().size() > 1) {
            nowContested.add(key);
          } else {
            nowContested.remove(key);
          }
        });
    return new ServiceClaims(
        next, nowContested.equals(contested) ? contested : ImmutableSortedSet.copyOf(nowContested));
  }
}
