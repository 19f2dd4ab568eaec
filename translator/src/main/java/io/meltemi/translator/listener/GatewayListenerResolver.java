package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.proxy.GatewayServer;
import io.meltemi.translator.proxy.OutboundKey;
import io.meltemi.translator.proxy.ProxyView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which listeners a gateway has: one for each address and port that its Gateways name. All servers
 * there are of one kind, that of the first: plain HTTP, TLS, or TCP.
 */
final class GatewayListenerResolver {

  private GatewayListenerResolver() {}

  /** What a gateway has, and what there is to say. */
  record Plan(
      ImmutableList<GatewayListenerInputs> listeners, ImmutableList<Diagnostic> diagnostics) {}

  static Plan resolve(ProxyView view, ListenerSettings settings, AppliedPolicies policies) {
    OutboundKey scope = view.proxyClass().outbound();
    BindResolver binds = new BindResolver(scope.interceptionMode(), scope.families());
    List<Diagnostic> diagnostics = new ArrayList<>(policies.diagnostics());
    ListenerAddresses addresses = new ListenerAddresses(diagnostics);
    ImmutableList.Builder<GatewayListenerInputs> listeners = ImmutableList.builder();
    servers(view, binds)
        .forEach(
            (bind, servers) -> {
              ImmutableList<ListenerClaim> claims =
                  new GatewayPortResolver(view, bind, diagnostics).claims(servers);
              if (!claims.isEmpty()) {
                addresses
                    .take(bind, claims.getFirst().owner())
                    .map(place -> inputs(place, claims, settings, policies))
                    .ifPresent(listeners::add);
              }
            });
    return new Plan(listeners.build(), ImmutableList.copyOf(diagnostics));
  }

  private static Map<Bind, List<GatewayServer>> servers(ProxyView view, BindResolver binds) {
    Map<Bind, List<GatewayServer>> servers = new LinkedHashMap<>();
    for (GatewayServer server : view.gatewayServers()) {
      String own = server.server().bind();
      Bind bind =
          own.isEmpty()
              ? binds.wildcard(server.listenPort())
              : own.startsWith("unix://")
                  ? new Bind.Unix(own)
                  : Bind.Ip.of(own, server.listenPort());
      servers.computeIfAbsent(bind, _ -> new ArrayList<>()).add(server);
    }
    return servers;
  }

  private static GatewayListenerInputs inputs(
      Bind bind,
      ImmutableList<ListenerClaim> claims,
      ListenerSettings settings,
      AppliedPolicies policies) {
    ImmutableSortedSet.Builder<ConfigKey> origins = ImmutableSortedSet.naturalOrder();
    claims.forEach(claim -> origins.addAll(claim.origins()));
    return new GatewayListenerInputs(
        bind,
        claims.stream().map(ListenerClaim::chain).collect(ImmutableList.toImmutableList()),
        settings,
        policies.filters(),
        policies.origins(origins.build()));
  }
}
