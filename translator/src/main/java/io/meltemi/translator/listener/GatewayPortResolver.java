package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.meltemi.translator.config.ServerTls;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.diagnostic.Position;
import io.meltemi.translator.model.Protocol;
import io.meltemi.translator.naming.RouteName;
import io.meltemi.translator.proxy.GatewayServer;
import io.meltemi.translator.proxy.ProxyView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The chains of one address and port of a gateway. */
final class GatewayPortResolver {

  private final ProxyView view;
  private final ServerTlsResolver tls;
  private final Bind bind;
  private final List<Diagnostic> diagnostics;
  private final GatewayRouteResolver routes;
  private final ChainMerger chains;

  GatewayPortResolver(ProxyView view, Bind bind, List<Diagnostic> diagnostics) {
    String clusterDomain = view.proxyClass().outbound().clusterDomain();
    this.view = view;
    this.tls = new ServerTlsResolver(view);
    this.bind = bind;
    this.diagnostics = diagnostics;
    this.routes =
        new GatewayRouteResolver(
            new TcpDestinationResolver(
                view.outbound().services(),
                view.outbound().rules(),
                view.meshConfig(),
                view.proxyClass().outbound(),
                new UnknownDestinations(view.outbound().sidecar().isPresent(), diagnostics)),
            clusterDomain);
    this.chains = new ChainMerger(bind.listenerName(), diagnostics);
  }

  /** What a server reads; a port has one kind of servers. */
  private enum Kind {
    PLAIN_HTTP,
    TLS,
    TCP
  }

  ImmutableList<ListenerClaim> claims(List<GatewayServer> servers) {
    List<GatewayServer> served = new ArrayList<>();
    for (GatewayServer server : servers) {
      if (protocol(server) == Protocol.UDP) {
        impossible(
            server, DiagnosticCode.UNSUPPORTED, "UDP is not served; take TCP, TLS, HTTP or HTTPS");
      } else if (!served.isEmpty() && kind(server) != kind(served.getFirst())) {
        conflict(server, served.getFirst());
      } else {
        served.add(server);
      }
    }
    if (!served.isEmpty()) {
      add(kind(served.getFirst()), served);
    }
    return chains.accepted();
  }

  private void add(Kind kind, List<GatewayServer> servers) {
    switch (kind) {
      case PLAIN_HTTP -> addHttp(servers);
      case TLS -> servers.forEach(this::addTls);
      case TCP -> servers.forEach(this::addTcp);
    }
  }

  private static Kind kind(GatewayServer server) {
    Protocol protocol = protocol(server);
    if (protocol.isHttp()) {
      return Kind.PLAIN_HTTP;
    }
    return protocol.isTls() || server.server().tls().isPresent() ? Kind.TLS : Kind.TCP;
  }

  private static Protocol protocol(GatewayServer server) {
    return Protocol.parse(server.server().port().protocol());
  }

  /** All servers share one chain: the hosts are told apart by routes. */
  private void addHttp(List<GatewayServer> servers) {
    ImmutableList<ConfigKey> gateways =
        servers.stream()
            .map(server -> server.gateway().key())
            .collect(ImmutableSortedSet.toImmutableSortedSet(ConfigKey::compareTo))
            .asList();
    GatewayServer first = servers.getFirst();
    boolean grpcWeb = servers.stream().anyMatch(server -> protocol(server) == Protocol.GRPC_WEB);
    RouteName name = new RouteName.GatewayHttp(first.listenPort(), first.server().bind());
    FilterChainInputs chain = FilterChainInputs.of("", ChainMatch.ALL, http(name, grpcWeb));
    chains.add(
        new ListenerClaim(
            first.gateway().key(),
            gateways.size() == 1 ? chain.from(first.gateway().key()) : chain,
            gateways));
  }

  private void addTls(GatewayServer server) {
    Optional<ServerTls> said = server.server().tls();
    if (said.isEmpty()) {
      impossible(server, DiagnosticCode.MISSING_FIELD, "a port that speaks TLS needs tls settings");
      return;
    }
    boolean http = protocol(server) == Protocol.HTTPS;
    switch (tls.resolve(said.get(), http)) {
      case ServerTlsResolver.Termination.PassedThrough() -> routes.tls(server).forEach(chains::add);
      case ServerTlsResolver.Termination.PassedToCluster() ->
          PassthroughResolver.claims(view, server).forEach(chains::add);
      case ServerTlsResolver.Termination.Terminated(DownstreamTls context, var problems) -> {
        problems.forEach(
            problem ->
                report(
                    server,
                    DiagnosticCode.UNKNOWN_REFERENCE,
                    problem + "; the server has its other certificates only"));
        (http ? Optional.of(httpBehindTls(server)) : routes.tcp(server))
            .ifPresent(claim -> addTerminated(server, claim, context));
      }
      case ServerTlsResolver.Termination.Impossible(DiagnosticCode code, String reason) ->
          impossible(server, code, reason);
    }
  }

  private ListenerClaim httpBehindTls(GatewayServer server) {
    RouteName name =
        new RouteName.GatewayHttps(
            server.server().port().number(),
            server.server().port().name(),
            server.gateway().name(),
            server.gateway().namespace(),
            server.server().bind());
    ConfigKey gateway = server.gateway().key();
    return ListenerClaim.of(
        gateway, FilterChainInputs.of("", ChainMatch.ALL, http(name, false)).from(gateway));
  }

  private void addTerminated(GatewayServer server, ListenerClaim claim, DownstreamTls context) {
    Optional<ImmutableSortedSet<String>> names =
        ServerHosts.parse(server.server().hosts(), server.gateway().namespace()).serverNames();
    if (names.isEmpty()) {
      impossible(server, DiagnosticCode.INVALID_VALUE, "none of its hosts can be asked for by SNI");
      return;
    }
    FilterChainInputs chain = claim.chain();
    ChainMatch match =
        names.get().isEmpty() ? ChainMatch.ALL : ChainMatch.ALL.withServerNames(names.get());
    chains.add(
        new ListenerClaim(
            claim.owner(),
            new FilterChainInputs(
                chain.name(), match, chain.filters(), Optional.of(context), chain.config()),
            claim.origins()));
  }

  private void addTcp(GatewayServer server) {
    routes.tcp(server).ifPresent(chains::add);
  }

  private ChainFilters.Http http(RouteName name, boolean grpcWeb) {
    return new ChainFilters.Http(
        ChainFilters.HttpSide.GATEWAY,
        new ChainFilters.HttpRoutes.Named(name.toString()),
        "outbound_" + bind.listenerName() + ";",
        grpcWeb);
  }

  private void conflict(GatewayServer loser, GatewayServer winner) {
    impossible(
        loser,
        DiagnosticCode.CONFLICT,
        "speaks "
            + loser.server().port().protocol()
            + " where "
            + winner.gateway().key()
            + " speaks "
            + winner.server().port().protocol()
            + " and came first");
  }

  private void impossible(GatewayServer server, DiagnosticCode code, String reason) {
    report(server, code, reason + "; the server is left out");
  }

  private void report(GatewayServer server, DiagnosticCode code, String message) {
    diagnostics.add(
        Diagnostic.warning(
            code,
            server.gateway().key(),
            Position.NONE,
            "spec.servers[" + server.gateway().spec().servers().indexOf(server.server()) + "]",
            message));
  }
}
