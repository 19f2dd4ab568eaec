package io.meltemi.translator.route;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.Destination;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.PortSelector;
import io.meltemi.translator.config.Sidecar;
import io.meltemi.translator.model.Hostname;
import io.meltemi.translator.naming.ClusterName;
import io.meltemi.translator.proxy.OutboundView;
import java.util.Optional;

/** Decides about requests to unknown hosts: the Sidecar's policy, else the mesh's, else allowed. */
final class CatchAllResolver {

  private CatchAllResolver() {}

  static CatchAllRoutesInputs resolve(OutboundView view) {
    Optional<ConfigObject<Sidecar>> sidecar =
        view.sidecar().filter(object -> object.spec().outboundTrafficPolicy().isPresent());
    if (sidecar.isEmpty()) {
      return new CatchAllRoutesInputs(ofMesh(view.meshConfig()), ImmutableList.of());
    }
    Sidecar.OutboundTrafficPolicy policy =
        sidecar.get().spec().outboundTrafficPolicy().orElseThrow();
    Optional<String> cluster =
        switch (policy.mode()) {
          case REGISTRY_ONLY -> Optional.empty();
          case ALLOW_ANY ->
              Optional.of(
                  policy
                      .egressProxy()
                      .map(proxy -> egressProxy(proxy, sidecar.get().namespace(), view))
                      .orElse(ClusterName.PASSTHROUGH));
        };
    return new CatchAllRoutesInputs(cluster, ImmutableList.of(sidecar.get().key()));
  }

  private static Optional<String> ofMesh(MeshConfig mesh) {
    return switch (mesh.outboundTrafficPolicy()
        .flatMap(MeshConfig.OutboundTrafficPolicy::mode)
        .orElse(MeshConfig.OutboundTrafficPolicy.Mode.ALLOW_ANY)) {
      case REGISTRY_ONLY -> Optional.empty();
      case ALLOW_ANY, ALLOW_ANY_DYNAMIC_DNS -> Optional.of(ClusterName.PASSTHROUGH);
    };
  }

  private static String egressProxy(Destination proxy, String namespace, OutboundView view) {
    String domain = view.scope().clusterDomain();
    String hostname = Hostname.resolve(proxy.host(), namespace, domain).text();
    int port = proxy.port().map(PortSelector::number).orElse(0);
    return ClusterName.outbound(port, proxy.subset(), hostname).toString();
  }
}
