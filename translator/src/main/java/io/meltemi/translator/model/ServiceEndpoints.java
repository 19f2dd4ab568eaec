package io.meltemi.translator.model;

import com.google.common.collect.ImmutableList;
import org.jspecify.annotations.Nullable;

/** All endpoints of one service; its hash is computed once, because it is part of memo keys. */
public final class ServiceEndpoints {

  private final ServiceKey service;
  private final ImmutableList<MeshEndpoint> endpoints;
  private final int hash;

  public ServiceEndpoints(ServiceKey service, ImmutableList<MeshEndpoint> endpoints) {
    this.service = service;
    this.endpoints = endpoints;
    this.hash = 31 * service.hashCode() + endpoints.hashCode();
  }

  public ServiceKey service() {
    return service;
  }

  /** In the order of address and workload. */
  public ImmutableList<MeshEndpoint> endpoints() {
    return endpoints;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof ServiceEndpoints that
            && hash == that.hash
            && service.equals(that.service)
            && endpoints.equals(that.endpoints));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return service + " " + endpoints;
  }
}
