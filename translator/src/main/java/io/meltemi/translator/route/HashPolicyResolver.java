package io.meltemi.translator.route;

import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.config.LoadBalancer;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.destination.TrafficPolicyResolver;
import java.util.Optional;

/**
 * What requests to a destination are hashed by. Envoy hashes on the route, so the DestinationRule's
 * consistent hashing shows up here as well as in the cluster.
 */
final class HashPolicyResolver {

  private HashPolicyResolver() {}

  /** The key of the load balancer that wins; empty too if Envoy would not take it. */
  static Optional<LoadBalancer.HashKey> hashKey(
      MeshConfig mesh, Optional<ConfigObject<DestinationRule>> rule, int port, String subset) {
    return rule.isEmpty()
        ? Optional.empty()
        : TrafficPolicyResolver.resolve(mesh, rule, port, subset)
            .hashKey()
            .filter(HashPolicyResolver::isUsable);
  }

  private static boolean isUsable(LoadBalancer.HashKey key) {
    return switch (key) {
      case LoadBalancer.HashKey.HttpHeaderName header -> HeaderNames.isValid(header.name());
      case LoadBalancer.HashKey.HttpCookie cookie -> !cookie.name().isEmpty();
      case LoadBalancer.HashKey.UseSourceIp sourceIp -> sourceIp.enabled();
      case LoadBalancer.HashKey.HttpQueryParameterName parameter -> !parameter.name().isEmpty();
    };
  }
}
