package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.Gateway;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.model.ObjectIndex;
import io.meltemi.translator.model.ServerClaims;
import java.util.ArrayList;
import java.util.List;

/** The servers that a gateway proxy runs, the oldest Gateway's first. */
final class GatewayServers {

  private GatewayServers() {}

  static ImmutableList<GatewayServer> of(
      MeshModel model, RoutingRules rules, ProxyClass proxyClass) {
    List<ConfigObject<Gateway>> gateways = new ArrayList<>();
    for (ConfigKey key : proxyClass.gateways()) {
      model.gateways().get(key).ifPresent(gateways::add);
    }
    gateways.sort(ObjectIndex.oldestFirst());
    ImmutableList.Builder<GatewayServer> servers = ImmutableList.builder();
    ServerClaims claims = new ServerClaims();
    for (ConfigObject<Gateway> gateway : gateways) {
      for (Gateway.Server server : gateway.spec().servers()) {
        int port = listenPort(server, proxyClass);
        if (claims.claim(gateway, server, port).isEmpty()) {
          servers.add(
              new GatewayServer(
                  gateway, server, port, routes(gateway, server, rules, proxyClass.namespace())));
        }
      }
    }
    return servers.build();
  }

  /** Its Services' word for the port; without a Service the port itself. */
  private static int listenPort(Gateway.Server server, ProxyClass proxyClass) {
    int port = server.port().number();
    return proxyClass.gatewayPorts().stream()
        .filter(mapped -> mapped.servicePort() == port)
        .mapToInt(GatewayPort::targetPort)
        .findFirst()
        .orElse(port);
  }

  private static ImmutableList<ConfigObject<VirtualService>> routes(
      ConfigObject<Gateway> gateway, Gateway.Server server, RoutingRules rules, String namespace) {
    List<HostImport> hosts =
        server.hosts().stream().map(host -> HostImport.parse(host, gateway.namespace())).toList();
    return rules.forGateway(gateway.namespace() + "/" + gateway.name()).stream()
        .filter(route -> route.isVisibleTo(namespace))
        .filter(route -> hosts.stream().anyMatch(host -> accepts(host, route)))
        .map(PreparedRoute::object)
        .collect(ImmutableList.toImmutableList());
  }

  private static boolean accepts(HostImport host, PreparedRoute route) {
    return host.allows(route.object().namespace())
        && route.hosts().stream().anyMatch(host.host()::overlaps);
  }
}
