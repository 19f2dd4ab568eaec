package io.meltemi.translator.listener;

import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.model.Protocol;
import io.meltemi.translator.naming.RouteName;

/** What HTTP services want on an outbound listener: its share of requests, routed by name. */
final class HttpClaims {

  private HttpClaims() {}

  static ListenerClaim of(ConfigKey owner, Bind bind, RouteName routes, Protocol protocol) {
    String name = bind.listenerName();
    return ListenerClaim.of(
        owner,
        FilterChainInputs.of(
            name,
            ChainMatch.PLAIN_HTTP,
            new ChainFilters.Http(
                ChainFilters.HttpSide.SIDECAR_OUTBOUND,
                new ChainFilters.HttpRoutes.Named(routes.toString()),
                "outbound_" + name + ";",
                protocol == Protocol.GRPC_WEB)));
  }
}
