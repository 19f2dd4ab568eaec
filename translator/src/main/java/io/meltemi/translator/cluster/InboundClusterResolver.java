package io.meltemi.translator.cluster;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.ConnectionPool;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.Sidecar;
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

/** The clusters in front of a sidecar's own workload. DestinationRules have no say in them. */
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
    Optional<ConnectionPool> pool = connectionPool(view, port);
    return new InboundClusterInputs(
        ClusterName.inbound(port.port()),
        ClusterService.of(service),
        target.discovery(),
        ConnectionPoolResolver.resolve(mesh, pool, Optional.empty()),
        UpstreamHttpResolver.resolve(
            mesh, port.protocol(), pool, false, UpstreamTls.Plaintext.INSTANCE),
        target.bindAddress(),
        view.outbound().scope().interceptionMode() == InterceptionMode.TPROXY,
        StatName.of(
            mesh.inboundClusterStatName(),
            service,
            new ServicePort(port.servicePort(), port.portName(), port.protocol()),
            port.port(),
            ""),
        origins(view, port));
  }

  private static Optional<ConnectionPool> connectionPool(ProxyView view, InboundPort port) {
    return port.listener()
        .flatMap(Sidecar.IngressListener::connectionPool)
        .or(
            () ->
                view.outbound()
                    .sidecar()
                    .flatMap(sidecar -> sidecar.spec().inboundConnectionPool()));
  }

  private static ImmutableList<ConfigKey> origins(ProxyView view, InboundPort port) {
    ImmutableList.Builder<ConfigKey> origins = ImmutableList.builder();
    origins.add(port.service().origin());
    view.outbound().sidecar().map(ConfigObject::key).ifPresent(origins::add);
    return origins.build();
  }
}
