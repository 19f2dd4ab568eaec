package io.meltemi.translator.model;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.ConfigKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The services after a change of Services or ServiceEntries.
 *
 * @param touched the services whose objects changed in any way: their endpoints may have
 */
record ServiceUpdate(ServiceClaims claims, ServiceIndex services, Set<ServiceKey> touched) {

  static ServiceUpdate of(
      MeshModel base, DiscoveryIndex after, Iterable<ConfigKey> keys, DerivationDefaults defaults) {
    Map<ServiceKey, List<MeshService>> claimed = new LinkedHashMap<>();
    Set<ConfigKey> withdrawn = new LinkedHashSet<>();
    for (ConfigKey key : keys) {
      switch (key.kind()) {
        case SERVICE -> {
          withdrawn.add(key);
          claimed.computeIfAbsent(
              KubeServices.key(key.namespace(), key.name(), defaults.domain()),
              _ -> new ArrayList<>());
          after
              .services()
              .get(key)
              .ifPresent(service -> add(claimed, KubeServices.derive(service, defaults)));
        }
        case SERVICE_ENTRY -> {
          withdrawn.add(key);
          base.discovery()
              .serviceEntries()
              .get(key)
              .ifPresent(
                  entry ->
                      ServiceEntries.keys(entry)
                          .forEach(k -> claimed.computeIfAbsent(k, _ -> new ArrayList<>())));
          after
              .serviceEntries()
              .get(key)
              .ifPresent(
                  entry ->
                      ServiceEntries.derive(entry, defaults)
                          .forEach(service -> add(claimed, service)));
        }
        default -> {
          // Other kinds define no services.
        }
      }
    }
    return settled(base, claimed, withdrawn);
  }

  private static void add(Map<ServiceKey, List<MeshService>> claimed, MeshService service) {
    claimed.computeIfAbsent(service.key(), _ -> new ArrayList<>()).add(service);
  }

  /** The claims of the objects that changed replace those they had; then the first claim wins. */
  private static ServiceUpdate settled(
      MeshModel base, Map<ServiceKey, List<MeshService>> claimed, Set<ConfigKey> withdrawn) {
    ServiceClaims before = base.discovery().claims();
    Map<ServiceKey, Optional<ImmutableList<MeshService>>> claims = new LinkedHashMap<>();
    Map<ServiceKey, Optional<MeshService>> winners = new LinkedHashMap<>();
    claimed.forEach(
        (key, services) -> {
          for (MeshService old : before.of(key)) {
            int same = services.indexOf(old);
            if (same >= 0) {
              services.set(same, old);
            } else if (!withdrawn.contains(old.origin())) {
              services.add(old);
            }
          }
          services.sort(ServiceClaims.PRECEDENCE);
          ImmutableList<MeshService> all = ImmutableList.copyOf(services);
          claims.put(key, all.isEmpty() ? Optional.empty() : Optional.of(all));
          winners.put(key, all.stream().findFirst());
        });
    return new ServiceUpdate(
        before.with(claims), base.services().with(winners), Set.copyOf(claimed.keySet()));
  }
}
