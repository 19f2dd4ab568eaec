package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.proxy.GatewayServer;
import java.util.Optional;

/** Where connections to a Gateway's server go: tcp and tls routes of the VirtualServices bound. */
final class GatewayRouteResolver {

  private final TcpDestinationResolver destinations;
  private final String clusterDomain;

  GatewayRouteResolver(TcpDestinationResolver destinations, String clusterDomain) {
    this.destinations = destinations;
    this.clusterDomain = clusterDomain;
  }

  /** The one way for all connections: the first tcp route that matches the server. */
  Optional<ListenerClaim> tcp(GatewayServer server) {
    L4Matcher matcher = L4Matcher.ofGateway(server.gatewayName());
    int port = server.server().port().number();
    for (ConfigObject<VirtualService> rule : bound(server)) {
      for (VirtualService.TcpRoute route : rule.spec().tcp()) {
        boolean matches =
            route.match().isEmpty()
                || route.match().stream()
                    .anyMatch(match -> matcher.accepts(match, port, rule.namespace()));
        Optional<TcpDestinationResolver.Target> target =
            matches ? destinations.target(rule, route.route(), port) : Optional.empty();
        if (target.isPresent()) {
          return Optional.of(claim(rule, server, ChainMatch.ALL, target.get()));
        }
      }
    }
    return Optional.empty();
  }

  /** A chain per SNI match of tls routes. */
  ImmutableList<ListenerClaim> tls(GatewayServer server) {
    L4Matcher matcher = L4Matcher.ofGateway(server.gatewayName());
    int port = server.server().port().number();
    ImmutableList.Builder<ListenerClaim> claims = ImmutableList.builder();
    for (ConfigObject<VirtualService> rule : bound(server)) {
      for (VirtualService.TlsRoute route : rule.spec().tls()) {
        for (VirtualService.TlsMatch match : route.match()) {
          if (matcher.accepts(match, port, rule.namespace())) {
            ServerNames.of(match.sniHosts())
                .flatMap(
                    names ->
                        destinations
                            .target(rule, route.route(), port)
                            .map(
                                target ->
                                    claim(
                                        rule,
                                        server,
                                        ChainMatch.ALL.withServerNames(names),
                                        target)))
                .ifPresent(claims::add);
          }
        }
      }
    }
    return claims.build();
  }

  private ImmutableList<ConfigObject<VirtualService>> bound(GatewayServer server) {
    ServerHosts hosts = ServerHosts.parse(server.server().hosts(), server.gateway().namespace());
    return L4Rules.among(server.virtualServices()).stream()
        .filter(rule -> hosts.admits(rule, clusterDomain))
        .collect(ImmutableList.toImmutableList());
  }

  private static ListenerClaim claim(
      ConfigObject<VirtualService> rule,
      GatewayServer server,
      ChainMatch match,
      TcpDestinationResolver.Target target) {
    return new ListenerClaim(
        rule.key(),
        FilterChainInputs.of("", match, target.filters()).from(rule.key()),
        ImmutableSortedSet.<ConfigKey>naturalOrder()
            .addAll(target.origins())
            .add(server.gateway().key())
            .build()
            .asList());
  }
}
