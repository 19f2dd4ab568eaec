package io.meltemi.translator.cluster;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.ConnectionPool;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.Sidecar;
import io.meltemi.translator.destination.DestinationOrigins;
import io.meltemi.translator.destination.TrafficPolicyResolver;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.ServicePort;
import io.meltemi.translator.naming.ClusterName;
import io.meltemi.translator.proxy.InboundPort;
import io.meltemi.translator.proxy.InterceptionMode;
import io.meltemi.translator.proxy.ProxyView;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The clusters in front of a sidecar's own workload. Of a DestinationRule only the connection pool
 * holds here as well, and a Sidecar's hides it.
 */
final class InboundClusterResolver {
  private InboundClusterResolver() {}

  /** One for each port. */
  static ImmutableList<InboundClusterInputs> resolve(ProxyView view) {
    ImmutableList.Builder<InboundClusterInputs> inputs = ImmutableList.builder();
    Set<Integer> ports = new HashSet<>();
    for (InboundPort port : view.proxyClass().inbound()) {
      if (ports.add(port.port())) {
        inputs.add(inputs(view, port));
      }
    }
    return inputs.build();
  }

  private static InboundClusterInputs inputs(ProxyView view, InboundPort port) {
    MeshConfig mesh = view.meshConfig();
    MeshService service = port.service();
    InboundTarget target = InboundTarget.of(mesh, view.proxyClass(), port);
    Optional<ConfigObject<DestinationRule>> rule =
        view.outbound().rules().ruleFor(service).filter(InboundClusterResolver::hasPool);
    Optional<ConnectionPool> pool = connectionPool(view, port, rule);
    return new InboundClusterInputs(
        ClusterName.inbound(port.port()),
        ClusterService.of(service),
        target.discovery(),
        ConnectionPoolResolver.resolve(mesh, view.proxyClass().kind(), pool, Optional.empty()),
        UpstreamHttpResolver.resolve(
            UpstreamHttpResolver.protocol(mesh, port.protocol(), pool, false),
            pool,
            UpstreamTls.Plaintext.INSTANCE),
        target.bindAddresses(),
        view.outbound().scope().interceptionMode() == InterceptionMode.TPROXY,
        StatName.of(
            mesh.inboundClusterStatName(),
            service,
            new ServicePort(port.servicePort(), port.portName(), port.protocol()),
            port.port(),
            ""),
        rule.map(ConfigObject::key),
        origins(view, port, rule));
  }

  /** Other rules do not concern the workload's side. */
  private static boolean hasPool(ConfigObject<DestinationRule> rule) {
    return rule.spec().trafficPolicy().stream()
        .anyMatch(
            policy -> policy.connectionPool().isPresent() || !policy.portLevelSettings().isEmpty());
  }

  private static Optional<ConnectionPool> connectionPool(
      ProxyView view, InboundPort port, Optional<ConfigObject<DestinationRule>> rule) {
    return port.listener()
        .flatMap(Sidecar.IngressListener::connectionPool)
        .or(
            () ->
                view.outbound()
                    .sidecar()
                    .flatMap(sidecar -> sidecar.spec().inboundConnectionPool()))
        .or(
            () ->
                TrafficPolicyResolver.resolve(view.meshConfig(), rule, port.servicePort(), "")
                    .connectionPool());
  }

  private static ImmutableList<ConfigKey> origins(
      ProxyView view, InboundPort port, Optional<ConfigObject<DestinationRule>> rule) {
    ImmutableList.Builder<ConfigKey> origins = ImmutableList.builder();
    origins.addAll(DestinationOrigins.of(port.service(), rule));
    view.outbound().sidecar().map(ConfigObject::key).ifPresent(origins::add);
    return origins.build();
  }
}
