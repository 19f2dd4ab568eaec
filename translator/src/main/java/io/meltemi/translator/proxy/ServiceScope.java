package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.meltemi.translator.model.MeshService;
import java.util.Optional;

/**
 * The services somebody may see: at most one per hostname, namespaces with precedence already
 * decided. In the order of hostnames.
 */
public final class ServiceScope {

  private final ImmutableList<MeshService> services;
  private final ImmutableMap<String, Integer> positions;

  /** Of services with distinct hostnames, in their order. */
  public ServiceScope(ImmutableList<MeshService> services) {
    this.services = services;
    ImmutableMap.Builder<String, Integer> byHostname =
        ImmutableMap.builderWithExpectedSize(services.size());
    for (int i = 0; i < services.size(); i++) {
      byHostname.put(services.get(i).hostname(), i);
    }
    this.positions = byHostname.buildOrThrow();
  }

  public ImmutableList<MeshService> services() {
    return services;
  }

  /** The service with exactly this hostname. */
  public Optional<MeshService> service(String hostname) {
    return position(hostname).map(services::get);
  }

  /** Where in {@link #services} the service with exactly this hostname is. */
  public Optional<Integer> position(String hostname) {
    return Optional.ofNullable(positions.get(hostname));
  }
}
