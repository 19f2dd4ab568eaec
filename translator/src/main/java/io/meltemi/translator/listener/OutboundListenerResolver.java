package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.meltemi.translator.config.Sidecar;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.model.Protocol;
import io.meltemi.translator.naming.RouteName;
import io.meltemi.translator.proxy.InterceptionMode;
import java.util.Optional;

/**
 * Which listeners the outbound side has.
 *
 * <p>All HTTP services on a port share {@code 0.0.0.0_PORT}. A service whose connections cannot be
 * told by their contents has a listener of its own at its virtual IP, or shares {@code
 * 0.0.0.0_PORT} when it has none. Headless services are in the second group: their connections go
 * where they were going, through the service's cluster.
 */
final class OutboundListenerResolver {

  /** Istio's {@code proxyListenPort}. */
  private static final int VIRTUAL_PORT = 15001;

  private OutboundListenerResolver() {}

  /**
   * What the outbound side has.
   *
   * @param virtual absent when nothing is captured
   */
  record Plan(
      ImmutableList<OutboundListenerInputs> listeners,
      Optional<VirtualOutboundInputs> virtual,
      ImmutableList<Diagnostic> diagnostics) {}

  static Plan resolve(OutboundSide side, ListenerSettings settings) {
    OutboundContext context = new OutboundContext(side);
    ChainFilters.Tcp catchAll = CatchAllResolver.resolve(side, context.destinations());
    ListenerAddresses addresses = new ListenerAddresses(context.diagnostics());
    if (context.binds().isCaptured()) {
      addresses.takeEverywhere(virtualPort(side));
      addresses.takeEverywhere(
          side.meshConfig().proxyInboundListenPort().orElse(InboundListenerResolver.VIRTUAL_PORT));
    }
    OutboundListenerTable table =
        new OutboundListenerTable(settings, catchAll, addresses, context.diagnostics());
    fill(table, side, context);
    return new Plan(
        table.listeners(),
        context.binds().isCaptured()
            ? Optional.of(virtual(side, context, settings, catchAll))
            : Optional.empty(),
        ImmutableList.copyOf(context.diagnostics()));
  }

  private static void fill(
      OutboundListenerTable table, OutboundSide side, OutboundContext context) {
    side.meshConfig()
        .proxyHttpPort()
        .filter(port -> port > 0)
        .ifPresent(port -> addHttpProxy(table, context.binds().loopback(port)));
    ConfigKey sidecar = side.sidecar().map(found -> found.key()).orElse(ConfigKey.NONE);
    EgressPortResolver ports = new EgressPortResolver(context, table, sidecar);
    ImmutableSet.Builder<Integer> declared = ImmutableSet.builder();
    for (OutboundSide.Egress egress : side.egress()) {
      egress
          .listener()
          .ifPresent(
              listener ->
                  listener
                      .port()
                      .ifPresent(
                          port -> {
                            declared.add(port.number());
                            ports.add(egress, listener, port);
                          }));
    }
    // A Sidecar's listener with a port has what it names; the services of others stay off it.
    table.close();
    for (OutboundSide.Egress egress : side.egress()) {
      if (egress.listener().flatMap(Sidecar.EgressListener::port).isEmpty()) {
        new ServicePortsResolver(context, table, egress, declared.build())
            .add(egress.services().services());
      }
    }
  }

  /** Where applications find an HTTP proxy, in all modes. */
  private static void addHttpProxy(OutboundListenerTable table, Bind bind) {
    RouteName routes = new RouteName.HttpProxy();
    table.addHttp(bind, true, ConfigKey.NONE, routes, Protocol.HTTP_PROXY);
  }

  private static VirtualOutboundInputs virtual(
      OutboundSide side,
      OutboundContext context,
      ListenerSettings settings,
      ChainFilters.Tcp catchAll) {
    return new VirtualOutboundInputs(
        context.binds().wildcard(virtualPort(side)),
        side.scope().interceptionMode() == InterceptionMode.TPROXY,
        catchAll,
        settings,
        side.sidecar()
            .filter(sidecar -> sidecar.spec().outboundTrafficPolicy().isPresent())
            .map(sidecar -> ImmutableList.of(sidecar.key()))
            .orElse(ImmutableList.of()));
  }

  private static int virtualPort(OutboundSide side) {
    return side.meshConfig().proxyListenPort().orElse(VIRTUAL_PORT);
  }
}
