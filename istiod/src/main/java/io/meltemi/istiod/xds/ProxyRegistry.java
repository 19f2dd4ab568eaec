package io.meltemi.istiod.xds;

import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/** The proxies that are connected now. Written by the server, read by anybody. */
public final class ProxyRegistry {

  private final ConcurrentMap<Long, ProxyConnection> connections = new ConcurrentHashMap<>();

  /** All, the oldest connection first. */
  public ImmutableList<ProxyConnection> connected() {
    return connections.values().stream()
        .sorted(Comparator.comparingLong(ProxyConnection::id))
        .collect(ImmutableList.toImmutableList());
  }

  public int size() {
    return connections.size();
  }

  /** The connections of one node: more than one while an old stream has not been noticed to die. */
  public ImmutableList<ProxyConnection> withNodeId(String nodeId) {
    return connected().stream()
        .filter(connection -> connection.node().id().equals(nodeId))
        .collect(ImmutableList.toImmutableList());
  }

  /** Everything that connected proxies refuse. */
  public ImmutableList<NackedResource> nackedResources() {
    return connected().stream()
        .flatMap(ProxyRegistry::nacked)
        .collect(ImmutableList.toImmutableList());
  }

  private static Stream<NackedResource> nacked(ProxyConnection connection) {
    return connection.ledger().rejections().stream()
        .flatMap(
            rejection ->
                (rejection.resourceNames().isEmpty()
                        ? Stream.of("")
                        : rejection.resourceNames().stream())
                    .map(
                        name ->
                            new NackedResource(
                                connection.node().id(),
                                rejection.delivery().type(),
                                name,
                                rejection.origins(),
                                rejection.error(),
                                rejection.at())));
  }

  void add(ProxyConnection connection) {
    connections.put(connection.id(), connection);
  }

  void remove(ProxyConnection connection) {
    connections.remove(connection.id());
  }
}
