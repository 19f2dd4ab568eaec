package io.meltemi.translator.listener;

import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.proxy.OutboundKey;
import java.util.ArrayList;
import java.util.List;

/** What the resolvers of the outbound side share while one side is resolved. */
final class OutboundContext {

  private final OutboundKey scope;
  private final String clusterDomain;
  private final TcpDestinationResolver destinations;
  private final BindResolver binds;
  private final List<Diagnostic> diagnostics = new ArrayList<>();

  OutboundContext(OutboundSide side) {
    this.scope = side.scope();
    this.clusterDomain = scope.clusterDomain();
    this.destinations =
        new TcpDestinationResolver(
            side.services(),
            side.rules(),
            side.meshConfig(),
            scope,
            new UnknownDestinations(side.sidecar().isPresent(), diagnostics));
    this.binds = new BindResolver(scope.interceptionMode(), scope.families());
  }

  BindResolver binds() {
    return binds;
  }

  TcpDestinationResolver destinations() {
    return destinations;
  }

  /** Collects what there is to say. */
  List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  ServiceChainResolver chains(OutboundSide.Egress egress) {
    return new ServiceChainResolver(
        L4Rules.of(egress.l4Rules(), clusterDomain),
        L4Matcher.ofSidecar(scope.sourceClauses(), scope.namespace()),
        destinations,
        diagnostics);
  }
}
