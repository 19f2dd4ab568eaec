package io.meltemi.translator.listener;

import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.Destination;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.Sidecar;
import io.meltemi.translator.naming.ClusterName;
import java.util.Optional;

/**
 * Where connections go that no service claims: a Sidecar's {@code outboundTrafficPolicy} goes
 * before the mesh's.
 */
final class CatchAllResolver {

  private CatchAllResolver() {}

  static ChainFilters.Tcp resolve(OutboundSide side, TcpDestinationResolver destinations) {
    Optional<ConfigObject<Sidecar>> own =
        side.sidecar().filter(sidecar -> sidecar.spec().outboundTrafficPolicy().isPresent());
    if (own.isEmpty()) {
      return ChainFilters.Tcp.to(
          allows(side.meshConfig()) ? ClusterName.PASSTHROUGH : ClusterName.BLACK_HOLE);
    }
    Sidecar.OutboundTrafficPolicy policy = own.get().spec().outboundTrafficPolicy().orElseThrow();
    return ChainFilters.Tcp.to(
        switch (policy.mode()) {
          case REGISTRY_ONLY -> ClusterName.BLACK_HOLE;
          case ALLOW_ANY ->
              policy
                  .egressProxy()
                  .map(proxy -> egressProxy(proxy, own.get(), destinations))
                  .orElse(ClusterName.PASSTHROUGH);
        });
  }

  private static String egressProxy(
      Destination proxy, ConfigObject<Sidecar> sidecar, TcpDestinationResolver destinations) {
    return destinations.cluster(proxy, sidecar.namespace(), 0);
  }

  private static boolean allows(MeshConfig mesh) {
    return mesh.outboundTrafficPolicy()
        .flatMap(MeshConfig.OutboundTrafficPolicy::mode)
        .map(
            mode ->
                switch (mode) {
                  case REGISTRY_ONLY -> false;
                  // Names are resolved where there are names: in routes. Here are only addresses.
                  case ALLOW_ANY, ALLOW_ANY_DYNAMIC_DNS -> true;
                })
        .orElse(true);
  }
}
