package io.meltemi.translator.listener;

import io.meltemi.translator.model.Protocol;
import io.meltemi.translator.naming.ClusterName;
import io.meltemi.translator.naming.RouteName;
import io.meltemi.translator.naming.VirtualHostName;
import io.meltemi.translator.proxy.InboundPort;

/** What a workload's port does with its connections: all of it goes to the workload. */
final class InboundFilters {

  private InboundFilters() {}

  /**
   * Requests.
   *
   * @param listener the name of the port's own listener, or what it would be without capture
   */
  static ChainFilters.Http http(InboundPort port, String listener) {
    return new ChainFilters.Http(
        ChainFilters.HttpSide.SIDECAR_INBOUND,
        new ChainFilters.HttpRoutes.AllTo(
            new RouteName.Inbound(port.port()).toString(),
            VirtualHostName.inbound(port.port()),
            ClusterName.inbound(port.port()).toString(),
            new VirtualHostName(port.service().hostname(), port.servicePort()) + "/*"),
        "inbound_" + listener + ";",
        port.protocol() == Protocol.GRPC_WEB);
  }

  static ChainFilters.Tcp tcp(InboundPort port) {
    return ChainFilters.Tcp.to(ClusterName.inbound(port.port()).toString());
  }
}
