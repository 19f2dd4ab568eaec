package io.meltemi.translator.model;

import com.google.common.collect.ImmutableSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who answers for every service. Derived from endpoints, and apart from them, so that only a new
 * identity behind a service is a change here.
 */
public final class ServicePeerIndex {

  public static final ServicePeerIndex EMPTY = new ServicePeerIndex(ShardedMap.empty());

  private final ShardedMap<ServiceKey, ServicePeers> byService;

  private ServicePeerIndex(ShardedMap<ServiceKey, ServicePeers> byService) {
    this.byService = byService;
  }

  public static ServicePeerIndex of(Map<ServiceKey, ServicePeers> byService) {
    return EMPTY.with(byService);
  }

  public ServicePeers of(ServiceKey service) {
    return byService.get(service).orElse(ServicePeers.NONE);
  }

  /** The services whose peers are not the same in {@code earlier}. */
  public ImmutableSet<ServiceKey> changedSince(ServicePeerIndex earlier) {
    Set<ServiceKey> changed = new TreeSet<>();
    byService.forEachChangedKey(earlier.byService, changed::add);
    return ImmutableSet.copyOf(changed);
  }

  /** This index with some replaced; this very index if that changes nothing. */
  ServicePeerIndex with(Map<ServiceKey, ServicePeers> changes) {
    Map<ServiceKey, Optional<ServicePeers>> updates = new LinkedHashMap<>();
    changes.forEach(
        (service, peers) ->
            updates.put(
                service, peers.equals(ServicePeers.NONE) ? Optional.empty() : Optional.of(peers)));
    ShardedMap<ServiceKey, ServicePeers> next = byService.with(updates);
    return next == byService ? this : new ServicePeerIndex(next);
  }
}
