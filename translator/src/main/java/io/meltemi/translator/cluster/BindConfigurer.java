package io.meltemi.translator.cluster;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.BindConfig;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;

/**
 * {@code upstream_bind_config}: the source address by which the capture rules tell a connection to
 * the workload from one that is to be captured.
 */
final class BindConfigurer {
  private BindConfigurer() {}

  static void configure(String address, Cluster.Builder cluster) {
    if (!address.isEmpty()) {
      cluster.setUpstreamBindConfig(
          BindConfig.newBuilder()
              .setSourceAddress(SocketAddress.newBuilder().setAddress(address).setPortValue(0)));
    }
  }
}
