package io.meltemi.translator.cluster;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.destination.ClientScope;
import io.meltemi.translator.destination.DestinationOrigins;
import io.meltemi.translator.destination.DestinationPolicy;
import io.meltemi.translator.destination.DestinationResolver;
import io.meltemi.translator.destination.MeshDestination;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.model.MeshService;
import java.util.Optional;

/** The clusters of one service that a view's clients call. */
final class OutboundClusterResolver {
  private OutboundClusterResolver() {}

  /** {@code dns} says which endpoints a DNS cluster carries; it is not asked for the others. */
  static ImmutableList<OutboundClusterInputs> resolve(
      OutboundServiceInputs inputs, DnsEndpointResolver dns) {
    MeshService service = inputs.service();
    Optional<ConfigObject<DestinationRule>> rule = inputs.rule();
    ImmutableList<ConfigKey> origins = DestinationOrigins.of(service, rule);
    UpstreamTlsResolver tls = new UpstreamTlsResolver(inputs.client(), rule, inputs.peers());
    ImmutableList.Builder<OutboundClusterInputs> clusters = ImmutableList.builder();
    for (MeshDestination destination :
        DestinationResolver.resolve(inputs.client(), service, rule)) {
      clusters.add(cluster(inputs.client(), destination, rule, origins, dns, tls));
    }
    return clusters.build();
  }

  private static OutboundClusterInputs cluster(
      ClientScope client,
      MeshDestination destination,
      Optional<ConfigObject<DestinationRule>> rule,
      ImmutableList<ConfigKey> origins,
      DnsEndpointResolver dns,
      UpstreamTlsResolver tls) {
    MeshConfig mesh = client.meshConfig();
    MeshService service = destination.service();
    return new OutboundClusterInputs(
        destination.name(),
        ClusterService.of(service),
        discovery(client, destination, dns),
        traffic(client, destination, tls),
        StatName.of(
            mesh.outboundClusterStatName(),
            service,
            destination.port(),
            0,
            destination.name().subset()),
        rule.map(ConfigObject::key),
        origins);
  }

  private static ClusterDiscovery discovery(
      ClientScope client, MeshDestination destination, DnsEndpointResolver dns) {
    return switch (destination.discovery()) {
      case EDS -> ClusterDiscovery.Eds.INSTANCE;
      case STRICT_DNS, LOGICAL_DNS -> dns.resolve(client, destination);
      case ORIGINAL_DST -> new ClusterDiscovery.OriginalDestination(0);
      case DYNAMIC_DNS ->
          new ClusterDiscovery.DynamicDns(
              DnsRefreshRate.of(client.meshConfig()), client.families());
    };
  }

  private static OutboundTraffic traffic(
      ClientScope client, MeshDestination destination, UpstreamTlsResolver tlsResolver) {
    MeshConfig mesh = client.meshConfig();
    DestinationPolicy policy = destination.policy();
    UpstreamProtocol protocol =
        UpstreamHttpResolver.protocol(
            mesh, destination.port().protocol(), policy.connectionPool(), true);
    UpstreamTls tls = tlsResolver.resolve(destination, protocol);
    return new OutboundTraffic(
        ConnectionPoolResolver.resolve(
            mesh, client.kind(), policy.connectionPool(), policy.retryBudget()),
        UpstreamHttpResolver.resolve(protocol, policy.connectionPool(), tls),
        LoadBalancerResolver.resolve(mesh, destination.discovery(), policy),
        policy.outlierDetection(),
        tls,
        policy.proxyProtocol());
  }
}
