package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.ServiceIndex;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which services a namespace sees, and whose definition of a hostname counts there: its own, else
 * that of a Kubernetes Service, else the oldest. Remembers what it found out.
 */
final class ServiceVisibility {

  private final ServiceIndex services;
  private final Map<String, ServiceScope> before;
  private final Map<String, ServiceScope> scopes = new HashMap<>();

  ServiceVisibility(ServiceIndex services) {
    this(services, Map.of());
  }

  private ServiceVisibility(ServiceIndex services, Map<String, ServiceScope> before) {
    this.services = services;
    this.before = before;
  }

  ServiceIndex services() {
    return services;
  }

  /** For the next model; scopes that come out equal keep their reference. */
  ServiceVisibility next(ServiceIndex nextServices) {
    return nextServices == services ? this : new ServiceVisibility(nextServices, scopes);
  }

  /** Everything that is exported to a namespace. */
  ServiceScope of(String namespace) {
    ServiceScope known = scopes.get(namespace);
    if (known == null) {
      known = same(before.get(namespace), decided(services.all(), namespace));
      scopes.put(namespace, known);
    }
    return known;
  }

  private static ServiceScope same(
      @org.jspecify.annotations.Nullable ServiceScope old, ImmutableList<MeshService> now) {
    return old != null && old.services().equals(now) ? old : new ServiceScope(now);
  }

  /**
   * Of several definitions of a hostname the one that counts, leaving out what is not exported to
   * the namespace.
   *
   * @param candidates in the order of their keys
   */
  static ImmutableList<MeshService> decided(Collection<MeshService> candidates, String namespace) {
    ImmutableList.Builder<MeshService> decided = ImmutableList.builder();
    List<MeshService> sameName = new ArrayList<>();
    for (MeshService service : candidates) {
      if (!service.exportTo().allows(namespace)) {
        continue;
      }
      if (!sameName.isEmpty() && !sameName.getFirst().hostname().equals(service.hostname())) {
        decided.add(first(sameName, namespace));
        sameName.clear();
      }
      sameName.add(service);
    }
    if (!sameName.isEmpty()) {
      decided.add(first(sameName, namespace));
    }
    return decided.build();
  }

  private static MeshService first(List<MeshService> sameName, String namespace) {
    if (sameName.size() == 1) {
      return sameName.getFirst();
    }
    Comparator<MeshService> precedence =
        Comparator.<MeshService, Boolean>comparing(s -> !s.namespace().equals(namespace))
            .thenComparing(s -> !s.isKubernetes())
            .thenComparing(MeshService.OLDEST_FIRST);
    return sameName.stream().min(precedence).orElseThrow();
  }

  /** A service that somebody in the namespace may name, though no egress listener lists it. */
  Optional<MeshService> find(String hostname, String namespace) {
    return decided(services.withHostname(hostname), namespace).stream().findFirst();
  }
}
