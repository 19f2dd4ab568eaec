package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.meltemi.translator.config.Sidecar;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.Protocol;
import io.meltemi.translator.naming.RouteName;

/** The listener of a Sidecar's egress listener with a port. */
final class EgressPortResolver {

  private static final String UNIX = "unix://";

  private final OutboundContext context;
  private final OutboundListenerTable table;
  private final ConfigKey sidecar;

  EgressPortResolver(OutboundContext context, OutboundListenerTable table, ConfigKey sidecar) {
    this.context = context;
    this.table = table;
    this.sidecar = sidecar;
  }

  void add(OutboundSide.Egress egress, Sidecar.EgressListener listener, Sidecar.Port port) {
    Protocol protocol = Protocol.parse(port.protocol());
    boolean bound = isSocket(listener) || context.binds().isBound(listener.captureMode());
    switch (protocol) {
      case UDP -> {}
      case HTTP, HTTP_PROXY, HTTP2, GRPC, GRPC_WEB -> addHttp(listener, port, protocol, bound);
      case HTTPS, TLS, TCP, MONGO, MYSQL, REDIS ->
          addConnections(egress, listener, port, protocol, bound);
      case DETECT -> {
        addHttp(listener, port, protocol, bound);
        addConnections(egress, listener, port, protocol, bound);
      }
    }
  }

  private void addHttp(
      Sidecar.EgressListener listener, Sidecar.Port port, Protocol protocol, boolean bound) {
    Bind bind =
        listener.bind().isEmpty()
            ? context.binds().shared(port.number(), bound)
            : own(listener, port.number());
    RouteName routes =
        isSocket(listener)
            ? new RouteName.Socket(listener.bind())
            : new RouteName.Port(port.number());
    table.addHttp(bind, bound, sidecar, routes, protocol);
  }

  private void addConnections(
      OutboundSide.Egress egress,
      Sidecar.EgressListener listener,
      Sidecar.Port port,
      Protocol protocol,
      boolean bound) {
    ServiceChainResolver chains = context.chains(egress);
    for (MeshService service :
        ImmutableList.sortedCopyOf(ServicePortsResolver.PRECEDENCE, egress.services().services())) {
      if (service.port(port.number()).isEmpty() && service.ports().size() != 1) {
        continue;
      }
      for (BindResolver.Place place : places(listener, port, service, bound)) {
        table.add(
            place.bind(),
            bound,
            protocol.isTls()
                ? chains.tls(service, port.number(), place.ranges(), place.own())
                : chains.tcp(service, port.number(), place.ranges()));
      }
    }
  }

  private ImmutableList<BindResolver.Place> places(
      Sidecar.EgressListener listener, Sidecar.Port port, MeshService service, boolean bound) {
    return listener.bind().isEmpty()
        ? context.binds().places(service, port.number(), bound)
        : ImmutableList.of(
            new BindResolver.Place(own(listener, port.number()), ImmutableSortedSet.of(), false));
  }

  private static Bind own(Sidecar.EgressListener listener, int port) {
    return isSocket(listener) ? new Bind.Unix(listener.bind()) : Bind.Ip.of(listener.bind(), port);
  }

  private static boolean isSocket(Sidecar.EgressListener listener) {
    return listener.bind().startsWith(UNIX);
  }
}
