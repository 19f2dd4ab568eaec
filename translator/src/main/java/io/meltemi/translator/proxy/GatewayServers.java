package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.Gateway;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.model.MeshModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The servers that a gateway proxy runs, the oldest Gateway's first. */
final class GatewayServers {

  private static final Comparator<ConfigObject<Gateway>> OLDEST_FIRST =
      Comparator.<ConfigObject<Gateway>, java.time.Instant>comparing(
              gateway -> gateway.meta().creationTimestamp())
          .thenComparing(ConfigObject::key);

  private GatewayServers() {}

  static ImmutableList<GatewayServer> of(
      MeshModel model, RoutingRules rules, ProxyClass proxyClass) {
    List<ConfigObject<Gateway>> gateways = new ArrayList<>();
    for (ConfigKey key : proxyClass.gateways()) {
      model.gateways().get(key).ifPresent(gateways::add);
    }
    gateways.sort(OLDEST_FIRST);
    ImmutableList.Builder<GatewayServer> servers = ImmutableList.builder();
    for (ConfigObject<Gateway> gateway : gateways) {
      for (Gateway.Server server : gateway.spec().servers()) {
        servers.add(
            new GatewayServer(
                gateway,
                server,
                listenPort(server, proxyClass),
                routes(gateway, server, rules, proxyClass.namespace())));
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
        .map(PreparedRoute::object)
        .filter(object -> hosts.stream().anyMatch(host -> accepts(host, object)))
        .collect(ImmutableList.toImmutableList());
  }

  private static boolean accepts(HostImport host, ConfigObject<VirtualService> rule) {
    return host.allows(rule.namespace())
        && rule.spec().hosts().stream().anyMatch(name -> host.host().overlaps(name));
  }
}
