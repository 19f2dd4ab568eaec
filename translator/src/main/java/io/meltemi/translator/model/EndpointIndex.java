package io.meltemi.translator.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The endpoints of every service: the part of the model that changes most. */
public final class EndpointIndex {

  public static final EndpointIndex EMPTY =
      new EndpointIndex(ShardedMap.empty(), ShardedMap.empty());

  private final ShardedMap<ServiceKey, ServiceEndpoints> byService;
  private final ShardedMap<String, ImmutableList<ServiceKey>> byAddress;

  private EndpointIndex(
      ShardedMap<ServiceKey, ServiceEndpoints> byService,
      ShardedMap<String, ImmutableList<ServiceKey>> byAddress) {
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

  /** The services that have an endpoint at an address, in the order of their keys. */
  public ImmutableList<ServiceKey> servicesAt(String address) {
    return byAddress.get(address).orElseGet(ImmutableList::of);
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

  private Map<String, Optional<ImmutableList<ServiceKey>>> moves(
      Map<ServiceKey, ServiceEndpoints> changes) {
    Map<String, List<ServiceKey>> lists = new HashMap<>();
    changes.forEach(
        (service, endpoints) -> {
          Set<String> before = addresses(of(service));
          Set<String> after = addresses(endpoints);
          for (String address : before) {
            if (!after.contains(address)) {
              lists.computeIfAbsent(address, this::movable).remove(service);
            }
          }
          for (String address : after) {
            if (!before.contains(address)) {
              lists.computeIfAbsent(address, this::movable).add(service);
            }
          }
        });
    Map<String, Optional<ImmutableList<ServiceKey>>> moves = new HashMap<>();
    lists.forEach(
        (address, services) ->
            moves.put(
                address,
                services.isEmpty()
                    ? Optional.empty()
                    : Optional.of(ImmutableList.sortedCopyOf(services))));
    return moves;
  }

  private List<ServiceKey> movable(String address) {
    return new ArrayList<>(servicesAt(address));
  }

  private static Set<String> addresses(ServiceEndpoints endpoints) {
    Set<String> addresses = new LinkedHashSet<>();
    endpoints.endpoints().forEach(endpoint -> addresses.add(endpoint.address()));
    return addresses;
  }

  @Override
  public String toString() {
    return asMap().toString();
  }
}
