package io.meltemi.translator.cluster;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.naming.ClusterName;
import io.meltemi.translator.proxy.InterceptionMode;
import io.meltemi.translator.proxy.OutboundView;
import io.meltemi.translator.proxy.ProxyClass;
import io.meltemi.translator.proxy.ProxyKind;
import java.util.Optional;

/** Which proxies have which of the clusters for unknown traffic. */
final class MeshwideClusterResolver {
  private MeshwideClusterResolver() {}

  /** Everybody may refuse; only a sidecar may let through. */
  static ImmutableList<MeshwideClusterInputs> outbound(OutboundView view) {
    ConnectionPoolSettings pool = pool(view.meshConfig(), view.scope().kind());
    MeshwideClusterInputs blackHole =
        new MeshwideClusterInputs(
            ClusterName.BLACK_HOLE,
            ClusterDiscovery.Nowhere.INSTANCE,
            pool,
            ImmutableList.of(),
            false);
    return switch (view.scope().kind()) {
      case ROUTER -> ImmutableList.of(blackHole);
      case SIDECAR ->
          ImmutableList.of(
              blackHole,
              new MeshwideClusterInputs(
                  ClusterName.PASSTHROUGH,
                  new ClusterDiscovery.OriginalDestination(0),
                  pool,
                  ImmutableList.of(),
                  false));
    };
  }

  /** Ports of the workload that no service declares, where traffic is captured at all. */
  static Optional<MeshwideClusterInputs> inbound(MeshConfig mesh, ProxyClass proxy) {
    InterceptionMode mode = proxy.outbound().interceptionMode();
    if (proxy.kind() != ProxyKind.SIDECAR || mode == InterceptionMode.NONE) {
      return Optional.empty();
    }
    InboundTarget target = InboundTarget.passthrough(proxy, 0);
    return Optional.of(
        new MeshwideClusterInputs(
            ClusterName.INBOUND_PASSTHROUGH,
            target.discovery(),
            pool(mesh, proxy.kind()),
            target.bindAddresses(),
            mode == InterceptionMode.TPROXY));
  }

  private static ConnectionPoolSettings pool(MeshConfig mesh, ProxyKind kind) {
    return ConnectionPoolResolver.resolve(mesh, kind, Optional.empty(), Optional.empty());
  }
}
