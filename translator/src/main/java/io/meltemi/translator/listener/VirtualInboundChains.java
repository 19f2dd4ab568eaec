package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.model.Protocol;
import io.meltemi.translator.naming.ClusterName;
import io.meltemi.translator.naming.ListenerName;
import io.meltemi.translator.naming.VirtualHostName;
import io.meltemi.translator.proxy.IpFamilies;
import java.util.Optional;

/** The chains of {@code virtualInbound} that are no port's of the workload. */
final class VirtualInboundChains {

  /** Stands for all ports that nothing is known about. */
  private static final int ANY_PORT = 0;

  private VirtualInboundChains() {}

  /** Who dials this port itself would be sent on to this port, round and round. */
  static FilterChainInputs blackHole(int port) {
    return FilterChainInputs.of(
        ListenerName.VIRTUAL_INBOUND + "-blackhole",
        ChainMatch.toPort(port),
        ChainFilters.Tcp.to(ClusterName.BLACK_HOLE));
  }

  /** To where the connection was going: ports that no service names are reached all the same. */
  static ImmutableList<FilterChainInputs> catchAll(IpFamilies families, InboundTls tls) {
    return passthrough(
        ChainMatch.ALL,
        new ListenerName(families.wildcardAddress(), ANY_PORT),
        ListenerName.VIRTUAL_INBOUND + "-catchall-http",
        ListenerName.VIRTUAL_INBOUND,
        tls);
  }

  /** The same for one port that no service names, but a PeerAuthentication does. */
  static ImmutableList<FilterChainInputs> undeclared(
      IpFamilies families, int port, InboundTls tls) {
    ListenerName name = new ListenerName(families.wildcardAddress(), port);
    return passthrough(ChainMatch.toPort(port), name, name.toString(), name.toString(), tls);
  }

  private static ImmutableList<FilterChainInputs> passthrough(
      ChainMatch match, ListenerName listener, String http, String tcp, InboundTls tls) {
    ChainFilters.Http requests =
        new ChainFilters.Http(
            ChainFilters.HttpSide.SIDECAR_INBOUND,
            new ChainFilters.HttpRoutes.AllTo(
                ClusterName.INBOUND_PASSTHROUGH,
                VirtualHostName.inbound(listener.port()),
                ClusterName.INBOUND_PASSTHROUGH,
                ":" + listener.port() + "/*"),
            "inbound_" + listener + ";",
            false);
    return new InboundChains(
            new InboundChains.Named(http, requests),
            new InboundChains.Named(tcp, ChainFilters.Tcp.to(ClusterName.INBOUND_PASSTHROUGH)),
            match,
            tls,
            Optional.empty())
        .of(Protocol.DETECT);
  }
}
