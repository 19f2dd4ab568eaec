package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.meltemi.translator.destination.PassthroughDestinations;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.proxy.GatewayServer;
import io.meltemi.translator.proxy.ProxyView;

/**
 * The chains of a server of mode AUTO_PASSTHROUGH: one for each cluster that SNI may name, and none
 * for any other name, so that nobody reaches by SNI what is not exported to the gateway.
 */
final class PassthroughResolver {

  private PassthroughResolver() {}

  static ImmutableList<ListenerClaim> claims(ProxyView view, GatewayServer server) {
    ConfigKey gateway = server.gateway().key();
    return PassthroughDestinations.of(view, server).stream()
        .map(
            destination -> {
              String cluster = destination.name().toSni();
              ChainMatch match =
                  ChainMatch.ALL
                      .withServerNames(ImmutableSortedSet.of(cluster))
                      .with(ChainMatch.Sniffed.MESH_TLS);
              return new ListenerClaim(
                  gateway,
                  FilterChainInputs.of("", match, ChainFilters.Tcp.to(cluster)).from(gateway),
                  ImmutableSortedSet.of(gateway, destination.service().origin()).asList());
            })
        .collect(ImmutableList.toImmutableList());
  }
}
