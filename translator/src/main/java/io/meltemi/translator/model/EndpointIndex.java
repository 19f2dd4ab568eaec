package io.meltemi.translator.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The endpoints of every service: the part of the model that changes most. */
public final class EndpointIndex {

  public static final EndpointIndex EMPTY =
      new EndpointIndex(ShardedMap.empty(), ShardedMap.empty());

  private final ShardedMap<ServiceKey, ServiceEndpoints> byService;
  private final ShardedMap<String, ImmutableSortedSet<ServiceKey>> byAddress;

  private EndpointIndex(
      ShardedMap<ServiceKey, ServiceEndpoints> byService,
      ShardedMap<String, ImmutableSortedSet<ServiceKey>> byAddress) {
    this.byService = byService;
    this.byAddress = byAddress;
  }

  public static EndpointIndex of(Map<ServiceKey, ServiceEndpoints> byService) {
    return EMPTY.with(byService);
  }

  /** The endpoints of a service; none if it has none or does not exist. */
  public ServiceEndpoints of(ServiceKey service) {
    return byService
        .get(service)
        .orElseGet(() -> new ServiceEndpoints(service, ImmutableList.of()));
  }

  /** The services that have an endpoint at an address. */
  public ImmutableSortedSet<ServiceKey> servicesAt(String address) {
    return byAddress.get(address).orElseGet(ImmutableSortedSet::of);
  }

  /** All services that have endpoints, in the order of their keys. Costs a copy. */
  public ImmutableSortedMap<ServiceKey, ServiceEndpoints> asMap() {
    ImmutableSortedMap.Builder<ServiceKey, ServiceEndpoints> map =
        ImmutableSortedMap.naturalOrder();
    byService.forEach(map::put);
    return map.buildOrThrow();
  }

  /** The services whose endpoints are not the same in {@code earlier}. */
  public ImmutableSet<ServiceKey> changedSince(EndpointIndex earlier) {
    Set<ServiceKey> changed = new TreeSet<>();
    byService.forEachChangedKey(earlier.byService, changed::add);
    return ImmutableSet.copyOf(changed);
  }

  /**
   * This index with the endpoints of some services replaced; without those that have none any more.
   * Equal endpoints keep their reference, and if all are equal so does the index.
   */
  EndpointIndex with(Map<ServiceKey, ServiceEndpoints> changes) {
    Map<ServiceKey, Optional<ServiceEndpoints>> updates = new LinkedHashMap<>();
    changes.forEach(
        (service, endpoints) ->
            updates.put(
                service,
                endpoints.endpoints().isEmpty() ? Optional.empty() : Optional.of(endpoints)));
    ShardedMap<ServiceKey, ServiceEndpoints> next = byService.with(updates);
    return next == byService ? this : new EndpointIndex(next, byAddress.with(moves(changes)));
  }

  private Map<String, Optional<ImmutableSortedSet<ServiceKey>>> moves(
      Map<ServiceKey, ServiceEndpoints> changes) {
    Map<String, Set<ServiceKey>> sets = new HashMap<>();
    changes.forEach(
        (service, endpoints) -> {
          Set<String> before = addresses(of(service));
          Set<String> after = addresses(endpoints);
          for (String address : before) {
            if (!after.contains(address)) {
              sets.computeIfAbsent(address, a -> new TreeSet<>(servicesAt(a))).remove(service);
            }
          }
          for (String address : after) {
            if (!before.contains(address)) {
              sets.computeIfAbsent(address, a -> new TreeSet<>(servicesAt(a))).add(service);
            }
          }
        });
    Map<String, Optional<ImmutableSortedSet<ServiceKey>>> moves = new HashMap<>();
    sets.forEach(
        (address, services) ->
            moves.put(
                address,
                services.isEmpty()
                    ? Optional.empty()
                    : Optional.of(ImmutableSortedSet.copyOf(services))));
    return moves;
  }

  private static Set<String> addresses(ServiceEndpoints endpoints) {
    Set<String> addresses = new java.util.LinkedHashSet<>();
    endpoints.endpoints().forEach(endpoint -> addresses.add(endpoint.address()));
    return addresses;
  }

  @Override
  public String toString() {
    return asMap().toString();
  }
}
