package io.meltemi.translator.route;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.Destination;
import io.meltemi.translator.config.LoadBalancer;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.naming.ClusterName;
import java.util.Optional;

/**
 * What a destination in a rule means.
 *
 * @param destination as the user wrote it
 * @param hostname complete
 * @param port the service's, decided
 * @param hashKey what requests to it are hashed by, if its load balancer wants that
 * @param reference what of it exists
 * @param origins the service and the DestinationRule behind it, as far as they matter
 */
record RouteTarget(
    Destination destination,
    String hostname,
    int port,
    Optional<LoadBalancer.HashKey> hashKey,
    Reference reference,
    ImmutableList<ConfigKey> origins) {

  /** Whether what the rule refers to is there. */
  enum Reference {
    KNOWN,
    UNKNOWN_HOST,
    UNKNOWN_PORT,
    UNKNOWN_SUBSET
  }

  /** The cluster it is sent to, whether there is one or not: without one, Envoy answers 503. */
  String cluster() {
    return ClusterName.outbound(port, destination.subset(), hostname).toString();
  }
}
