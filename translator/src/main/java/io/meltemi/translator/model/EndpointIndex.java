package io.meltemi.translator.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.Map;

/** The endpoints of every service: the part of the model that changes most. */
public final class EndpointIndex {

  public static final EndpointIndex EMPTY = new EndpointIndex(ImmutableMap.of());

  private final ImmutableMap<ServiceKey, ServiceEndpoints> byService;

  private EndpointIndex(ImmutableMap<ServiceKey, ServiceEndpoints> byService) {
    this.byService = byService;
  }

  public static EndpointIndex of(Map<ServiceKey, ServiceEndpoints> byService) {
    return byService.isEmpty() ? EMPTY : new EndpointIndex(ImmutableMap.copyOf(byService));
  }

  /** The endpoints of a service; none if it has none or does not exist. */
  public ServiceEndpoints of(ServiceKey service) {
    ServiceEndpoints known = byService.get(service);
    return known == null ? new ServiceEndpoints(service, ImmutableList.of()) : known;
  }

  public ImmutableMap<ServiceKey, ServiceEndpoints> asMap() {
    return byService;
  }

  /** The services whose endpoints are not the same in {@code earlier}. */
  public ImmutableSet<ServiceKey> changedSince(EndpointIndex earlier) {
    if (this == earlier) {
      return ImmutableSet.of();
    }
    ImmutableSet.Builder<ServiceKey> changed = ImmutableSet.builder();
    byService.forEach(
        (service, endpoints) -> {
          if (!endpoints.equals(earlier.byService.get(service))) {
            changed.add(service);
          }
        });
    earlier.byService.keySet().stream()
        .filter(service -> !byService.containsKey(service))
        .forEach(changed::add);
    return changed.build();
  }
}
