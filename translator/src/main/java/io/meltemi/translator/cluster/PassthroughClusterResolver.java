package io.meltemi.translator.cluster;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.destination.DestinationOrigins;
import io.meltemi.translator.destination.DestinationPolicy;
import io.meltemi.translator.destination.MeshDestination;
import io.meltemi.translator.destination.PassthroughDestinations;
import io.meltemi.translator.proxy.ProxyView;

/** The clusters that connections through a gateway may name by SNI. */
final class PassthroughClusterResolver {
  private PassthroughClusterResolver() {}

  static ImmutableList<PassthroughClusterInputs> resolve(ProxyView view) {
    return PassthroughDestinations.of(view).stream()
        .map(destination -> inputs(view, destination))
        .collect(ImmutableList.toImmutableList());
  }

  private static PassthroughClusterInputs inputs(ProxyView view, MeshDestination destination) {
    MeshConfig mesh = view.meshConfig();
    DestinationPolicy policy = destination.policy();
    return new PassthroughClusterInputs(
        destination.name(),
        ClusterService.of(destination.service()),
        ConnectionPoolResolver.resolve(
            mesh, view.proxyClass().kind(), policy.connectionPool(), policy.retryBudget()),
        LoadBalancerResolver.resolve(mesh, destination.discovery(), policy),
        DestinationOrigins.of(
            destination.service(), view.outbound().rules().ruleFor(destination.service())));
  }
}
