package io.meltemi.translator.route;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.LoadBalancer;
import io.meltemi.translator.diagnostic.ConfigKey;
import java.util.Optional;

/**
 * What the route of a service depends on when no VirtualService rules it.
 *
 * @param hashKey what requests are hashed by, if its load balancer wants that
 * @param origins the service and the DestinationRule behind it, as far as they matter
 */
record ServiceRoutesInputs(
    String hostname,
    int port,
    Optional<LoadBalancer.HashKey> hashKey,
    RouteDefaults defaults,
    ImmutableList<ConfigKey> origins) {

  /** Cheap and good enough: of a service's port there are few variants. */
  @Override
  public int hashCode() {
    return hostname.hashCode() * 31 + port;
  }
}
