package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.meltemi.translator.model.MeshService;
import java.util.Optional;

/**
 * The services somebody may see: at most one per hostname, namespaces with precedence already
 * decided. In the order of hostnames.
 */
public final class ServiceScope {

  private final ImmutableList<MeshService> services;
  private final ImmutableMap<String, MeshService> byHostname;

  /** Of services with distinct hostnames, in their order. */
  public ServiceScope(ImmutableList<MeshService> services) {
    this.services = services;
    this.byHostname = Maps.uniqueIndex(services, MeshService::hostname);
  }

  public ImmutableList<MeshService> services() {
    return services;
  }

  /** The service with exactly this hostname. */
  public Optional<MeshService> service(String hostname) {
    return Optional.ofNullable(byHostname.get(hostname));
  }
}
