package io.meltemi.translator.cluster;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.destination.DestinationPolicy;
import io.meltemi.translator.destination.DestinationResolver;
import io.meltemi.translator.destination.MeshDestination;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.proxy.OutboundView;
import java.util.Optional;

/** The clusters of one service that a view's clients call. */
final class OutboundClusterResolver {
  private OutboundClusterResolver() {}

  /** {@code dns} says which endpoints a DNS cluster carries; it is not asked for the others. */
  static ImmutableList<OutboundClusterInputs> resolve(
      OutboundView view, MeshService service, DnsEndpointResolver dns) {
    Optional<ConfigObject<DestinationRule>> rule = view.rules().ruleFor(service);
    ImmutableList.Builder<OutboundClusterInputs> inputs = ImmutableList.builder();
    for (MeshDestination destination : DestinationResolver.resolve(view, service, rule)) {
      inputs.add(inputs(view, destination, rule, dns));
    }
    return inputs.build();
  }

  private static OutboundClusterInputs inputs(
      OutboundView view,
      MeshDestination destination,
      Optional<ConfigObject<DestinationRule>> rule,
      DnsEndpointResolver dns) {
    MeshConfig mesh = view.meshConfig();
    MeshService service = destination.service();
    return new OutboundClusterInputs(
        destination.name(),
        ClusterService.of(service),
        discovery(view, destination, dns),
        traffic(mesh, destination),
        StatName.of(
            mesh.outboundClusterStatName(),
            service,
            destination.port(),
            0,
            destination.name().subset()),
        service.origin(),
        rule.map(ConfigObject::key));
  }

  private static ClusterDiscovery discovery(
      OutboundView view, MeshDestination destination, DnsEndpointResolver dns) {
    return switch (destination.discovery()) {
      case EDS -> ClusterDiscovery.Eds.INSTANCE;
      case STRICT_DNS, LOGICAL_DNS -> dns.resolve(view, destination);
      case ORIGINAL_DST -> new ClusterDiscovery.OriginalDestination(0);
      case DYNAMIC_DNS ->
          new ClusterDiscovery.DynamicDns(
              DnsRefreshRate.of(view.meshConfig()), view.scope().families());
    };
  }

  private static OutboundTraffic traffic(MeshConfig mesh, MeshDestination destination) {
    DestinationPolicy policy = destination.policy();
    UpstreamTls tls =
        UpstreamTlsResolver.resolve(
            mesh, destination.service(), destination.port().protocol(), policy.tls());
    return new OutboundTraffic(
        ConnectionPoolResolver.resolve(mesh, policy.connectionPool(), policy.retryBudget()),
        UpstreamHttpResolver.resolve(
            mesh, destination.port().protocol(), policy.connectionPool(), true, tls),
        LoadBalancerResolver.resolve(mesh, destination.discovery(), policy),
        policy.outlierDetection(),
        tls,
        policy.proxyProtocol());
  }
}
