package io.meltemi.translator.cluster;

import com.google.common.collect.ImmutableList;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.BindConfig;
import io.envoyproxy.envoy.config.core.v3.ExtraSourceAddress;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;

/**
 * {@code upstream_bind_config}: the source address by which the capture rules tell a connection to
 * the workload from one that is to be captured.
 */
final class BindConfigurer {
  private BindConfigurer() {}

  static void configure(ImmutableList<String> addresses, Cluster.Builder cluster) {
    if (addresses.isEmpty()) {
      return;
    }
    BindConfig.Builder bind =
        BindConfig.newBuilder().setSourceAddress(anyPort(addresses.getFirst()));
    // Envoy takes the first whose family is that of the address it dials.
    for (String other : addresses.subList(1, addresses.size())) {
      bind.addExtraSourceAddresses(ExtraSourceAddress.newBuilder().setAddress(anyPort(other)));
    }
    cluster.setUpstreamBindConfig(bind);
  }

  private static SocketAddress anyPort(String address) {
    return SocketAddress.newBuilder().setAddress(address).setPortValue(0).build();
  }
}
