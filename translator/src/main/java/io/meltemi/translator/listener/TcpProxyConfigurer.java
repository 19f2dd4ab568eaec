package io.meltemi.translator.listener;

import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.TunnelingConfig;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.WeightedCluster;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.WeightedCluster.ClusterWeight;
import io.envoyproxy.envoy.type.v3.HashPolicy;
import io.meltemi.translator.config.TrafficPolicy;
import io.meltemi.translator.xds.Protos;

/** Writes a TCP proxy. */
final class TcpProxyConfigurer {

  private TcpProxyConfigurer() {}

  static TcpProxy of(ChainFilters.Tcp tcp, ListenerSettings settings) {
    TcpProxy.Builder proxy = TcpProxy.newBuilder().setStatPrefix(tcp.statPrefix());
    clusters(proxy, tcp);
    policy(proxy, tcp.policy());
    AccessLogConfigurer.configure(proxy, settings.accessLog());
    return proxy.build();
  }

  private static void clusters(TcpProxy.Builder proxy, ChainFilters.Tcp tcp) {
    if (tcp.clusters().size() == 1) {
      proxy.setCluster(tcp.clusters().getFirst().cluster());
      return;
    }
    WeightedCluster.Builder weighted = WeightedCluster.newBuilder();
    tcp.clusters()
        .forEach(
            share ->
                weighted.addClusters(
                    ClusterWeight.newBuilder().setName(share.cluster()).setWeight(share.weight())));
    proxy.setWeightedClusters(weighted);
  }

  private static void policy(TcpProxy.Builder proxy, TcpPolicy policy) {
    policy.idleTimeout().ifPresent(idle -> proxy.setIdleTimeout(Protos.duration(idle)));
    policy
        .maxConnectionDuration()
        .ifPresent(longest -> proxy.setMaxDownstreamConnectionDuration(Protos.duration(longest)));
    if (policy.hashesSourceIp()) {
      proxy.addHashPolicy(
          HashPolicy.newBuilder().setSourceIp(HashPolicy.SourceIp.getDefaultInstance()));
    }
    policy.tunnel().ifPresent(tunnel -> proxy.setTunnelingConfig(tunnel(tunnel)));
  }

  private static TunnelingConfig tunnel(TrafficPolicy.Tunnel tunnel) {
    return TunnelingConfig.newBuilder()
        .setHostname(tunnel.targetHost() + ":" + tunnel.targetPort())
        .setUsePost(tunnel.protocol().equals("POST"))
        .build();
  }
}
