package io.meltemi.translator.route;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.model.Hostname;
import io.meltemi.translator.naming.VirtualHostName;
import io.meltemi.translator.proxy.GatewayServer;
import io.meltemi.translator.proxy.OutboundView;
import io.meltemi.translator.proxy.ProxyView;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Fills a gateway's route configurations: the hosts that its servers and the VirtualServices bound
 * to them have in common. VirtualServices that share a host are tried in turn, the oldest first.
 */
final class GatewayRouteResolver {

  private final RouteMemos memos;
  private final OutboundView view;
  private final ImmutableListMultimap<String, GatewayServer> servers;
  private final RouteDefaults defaults;
  private final RouteTargetResolver targets;
  private final String clusterDomain;

  GatewayRouteResolver(RouteMemos memos, ProxyView proxy) {
    this.memos = memos;
    this.view = proxy.outbound();
    this.servers = GatewayTables.byRouteName(proxy.gatewayServers());
    this.defaults = memos.defaults(proxy.meshConfig());
    this.targets = new RouteTargetResolver(view);
    this.clusterDomain = view.scope().clusterDomain();
  }

  ImmutableList<RouteConfigurationInputs> resolve() {
    return servers.keySet().stream()
        .map(name -> resolve(name, servers.get(name)))
        .collect(ImmutableList.toImmutableList());
  }

  private RouteConfigurationInputs resolve(String name, List<GatewayServer> sharing) {
    Map<String, GatewayHost> hosts = new TreeMap<>();
    Set<ConfigKey> gateways = new LinkedHashSet<>();
    for (GatewayServer server : sharing) {
      gateways.add(server.gateway().key());
      server.virtualServices().forEach(rule -> add(hosts, server, rule));
      if (redirects(server)) {
        for (String written : server.server().hosts()) {
          host(hosts, server, GatewayHosts.plain(written)).requireTls();
        }
      }
    }
    return new RouteConfigurationInputs(
        name,
        hosts.isEmpty() ? ImmutableList.of(blackHole(sharing)) : fragments(hosts),
        true,
        ImmutableList.copyOf(gateways));
  }

  private void add(
      Map<String, GatewayHost> hosts, GatewayServer server, ConfigObject<VirtualService> rule) {
    List<String> ruled =
        rule.spec().hosts().stream()
            .map(host -> Hostname.resolve(host, rule.namespace(), clusterDomain).text())
            .toList();
    List<String> common = GatewayHosts.common(server, ruled, rule.namespace()).asList();
    if (common.isEmpty() || rule.spec().http().isEmpty()) {
      return;
    }
    RoutesFragment routes = routes(server, rule);
    if (!routes.isEmpty()) {
      common.forEach(name -> host(hosts, server, name).add(routes));
    }
  }

  private RoutesFragment routes(GatewayServer server, ConfigObject<VirtualService> rule) {
    int port = server.server().port().number();
    RouteSource source = RouteSource.gateway(server.gatewayName(), view.scope());
    return memos.routes(
        new VirtualServiceRoutesInputs(
            rule,
            RouteSelection.of(rule, source),
            port,
            server.server().tls().isPresent(),
            targets.targets(rule, port),
            defaults));
  }

  private static boolean redirects(GatewayServer server) {
    return server.server().tls().map(tls -> tls.httpsRedirect()).orElse(false);
  }

  private static GatewayHost host(
      Map<String, GatewayHost> hosts, GatewayServer server, String name) {
    return hosts.computeIfAbsent(name, _ -> new GatewayHost(name, server.server().port().number()));
  }

  private ImmutableList<VirtualHostFragment> fragments(Map<String, GatewayHost> hosts) {
    return GatewayHost.merged(hosts.values()).stream()
        .map(host -> memos.host(host.inputs(defaults)))
        .collect(ImmutableList.toImmutableList());
  }

  /** Envoy answers 404 for a virtual host without routes. */
  private VirtualHostFragment blackHole(List<GatewayServer> sharing) {
    int port = sharing.getFirst().server().port().number();
    return memos.host(
        new VirtualHostInputs(
            VirtualHostName.blackHole(port).toString(),
            ImmutableList.of("*"),
            ImmutableList.of(),
            false,
            new RouteDefaults(defaults.withoutRetries().retries(), false, false),
            ImmutableList.of()));
  }
}
