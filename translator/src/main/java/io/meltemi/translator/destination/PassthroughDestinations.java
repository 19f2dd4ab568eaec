package io.meltemi.translator.destination;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ServerTls;
import io.meltemi.translator.model.Hostname;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.proxy.GatewayServer;
import io.meltemi.translator.proxy.ProxyView;
import java.util.List;

/**
 * What servers of mode AUTO_PASSTHROUGH let through: the services of the mesh that are exported to
 * the gateway and named by the server's hosts. The connection is mTLS between two sidecars, and its
 * SNI says which cluster it is for.
 */
public final class PassthroughDestinations {

  private PassthroughDestinations() {}

  /** Of one server; none if it is of another mode. */
  public static ImmutableList<MeshDestination> of(ProxyView view, GatewayServer server) {
    if (!isPassthrough(server)) {
      return ImmutableList.of();
    }
    List<Hostname> hosts =
        server.server().hosts().stream()
            .map(host -> new Hostname(host.substring(host.indexOf('/') + 1)))
            .toList();
    ClientScope client = ClientScope.of(view.outbound());
    ImmutableList.Builder<MeshDestination> destinations = ImmutableList.builder();
    for (MeshService service : view.outbound().services().services()) {
      boolean named = hosts.stream().anyMatch(host -> host.covers(service.hostname()));
      if (named && !service.meshExternal() && service.externalName().isEmpty()) {
        DestinationResolver.resolve(client, service, view.outbound().rules().ruleFor(service))
            .stream()
            .filter(destination -> destination.discovery() == Discovery.EDS)
            .forEach(destinations::add);
      }
    }
    return destinations.build();
  }

  /** Of all servers, each once. */
  public static ImmutableList<MeshDestination> of(ProxyView view) {
    return view.gatewayServers().stream()
        .flatMap(server -> of(view, server).stream())
        .distinct()
        .collect(ImmutableList.toImmutableList());
  }

  private static boolean isPassthrough(GatewayServer server) {
    return server
        .server()
        .tls()
        .filter(tls -> tls.mode() == ServerTls.Mode.AUTO_PASSTHROUGH)
        .isPresent();
  }
}
