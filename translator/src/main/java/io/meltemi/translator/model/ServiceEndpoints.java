package io.meltemi.translator.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimaps;
import org.jspecify.annotations.Nullable;

/** All endpoints of one service; its hash is computed once, because it is part of memo keys. */
public final class ServiceEndpoints {

  private final ServiceKey service;
  private final ImmutableList<MeshEndpoint> endpoints;
  private final int hash;
  private @Nullable ImmutableListMultimap<String, MeshEndpoint> byNode; // once it is asked for

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

  /** Those on one node; of clients on as many nodes, each asks. */
  public ServiceEndpoints onNode(String node) {
    return new ServiceEndpoints(service, byNode().get(node));
  }

  public boolean hasAnyOnNode(String node) {
    return byNode().containsKey(node);
  }

  private ImmutableListMultimap<String, MeshEndpoint> byNode() {
    ImmutableListMultimap<String, MeshEndpoint> known = byNode;
    if (known == null) {
      known = Multimaps.index(endpoints, MeshEndpoint::node);
      byNode = known;
    }
    return known;
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
