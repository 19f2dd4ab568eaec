package io.meltemi.translator.destination;

import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.TrafficPolicy;
import java.util.Optional;

/**
 * Which policy wins on a cluster: mesh defaults ← the rule ← its port ← the subset ← the subset's
 * port.
 *
 * <p>A layer's aspect (load balancer, connection pool, …) replaces the one below as a whole. A port
 * level replaces all four aspects it can have: what it does not say is Istio's default there, not
 * the general policy.
 */
public final class TrafficPolicyResolver {
  private TrafficPolicyResolver() {}

  /**
   * The policy of a cluster.
   *
   * @param port the service's port number
   * @param subset empty for the whole service; one the rule does not have is treated the same
   */
  public static DestinationPolicy resolve(
      MeshConfig mesh, Optional<ConfigObject<DestinationRule>> rule, int port, String subset) {
    if (rule.isEmpty()) {
      return withMeshDefaults(DestinationPolicy.NONE, mesh);
    }
    DestinationRule spec = rule.get().spec();
    DestinationPolicy policy = over(DestinationPolicy.NONE, spec.trafficPolicy(), port);
    if (!subset.isEmpty()) {
      for (DestinationRule.Subset candidate : spec.subsets()) {
        if (candidate.name().equals(subset)) {
          policy = over(policy, candidate.trafficPolicy(), port);
          break;
        }
      }
    }
    return withMeshDefaults(policy, mesh);
  }

  private static DestinationPolicy over(
      DestinationPolicy base, Optional<TrafficPolicy> layer, int port) {
    if (layer.isEmpty()) {
      return base;
    }
    TrafficPolicy policy = layer.get();
    DestinationPolicy general =
        new DestinationPolicy(
            policy.loadBalancer().or(base::loadBalancer),
            policy.connectionPool().or(base::connectionPool),
            policy.outlierDetection().or(base::outlierDetection),
            policy.tls().or(base::tls),
            policy.tunnel().or(base::tunnel),
            policy.proxyProtocol().or(base::proxyProtocol),
            policy.retryBudget().or(base::retryBudget));
    for (TrafficPolicy.PortPolicy level : policy.portLevelSettings()) {
      if (level.port().isPresent() && level.port().get().number() == port) {
        return new DestinationPolicy(
            level.loadBalancer(),
            level.connectionPool(),
            level.outlierDetection(),
            level.tls(),
            general.tunnel(),
            general.proxyProtocol(),
            general.retryBudget());
      }
    }
    return general;
  }

  private static DestinationPolicy withMeshDefaults(DestinationPolicy policy, MeshConfig mesh) {
    Optional<MeshConfig.DefaultTrafficPolicy> defaults = mesh.defaultTrafficPolicy();
    if (defaults.isEmpty()) {
      return policy;
    }
    return new DestinationPolicy(
        policy.loadBalancer(),
        policy.connectionPool().or(() -> defaults.get().connectionPool()),
        policy.outlierDetection().or(() -> defaults.get().outlierDetection()),
        policy.tls(),
        policy.tunnel(),
        policy.proxyProtocol(),
        policy.retryBudget());
  }
}
