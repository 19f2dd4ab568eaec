package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.naming.ClusterName;
import io.meltemi.translator.naming.ListenerName;
import io.meltemi.translator.naming.VirtualHostName;
import io.meltemi.translator.proxy.IpFamilies;

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
  static ImmutableList<FilterChainInputs> catchAll(IpFamilies families) {
    ListenerName name = new ListenerName(families.wildcardAddress(), ANY_PORT);
    ChainFilters.Http http =
        new ChainFilters.Http(
            ChainFilters.HttpSide.SIDECAR_INBOUND,
            new ChainFilters.HttpRoutes.AllTo(
                ClusterName.INBOUND_PASSTHROUGH,
                VirtualHostName.inbound(ANY_PORT),
                ClusterName.INBOUND_PASSTHROUGH,
                ":" + ANY_PORT + "/*"),
            "inbound_" + name + ";",
            false);
    return ImmutableList.of(
        FilterChainInputs.of(
            ListenerName.VIRTUAL_INBOUND + "-catchall-http", ChainMatch.PLAIN_HTTP, http),
        FilterChainInputs.of(
            ListenerName.VIRTUAL_INBOUND,
            ChainMatch.ALL,
            ChainFilters.Tcp.to(ClusterName.INBOUND_PASSTHROUGH)));
  }
}
