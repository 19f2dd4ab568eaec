package io.meltemi.translator.cluster;

import com.google.common.collect.ImmutableList;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.meltemi.translator.xds.Protos;
import io.meltemi.translator.xds.XdsResource;
import io.meltemi.translator.xds.XdsType;
import java.time.Duration;
import java.util.Optional;

/** {@code PassthroughCluster}, {@code InboundPassthroughCluster}, {@code BlackHoleCluster}. */
final class MeshwideClusterGenerator {
  /** Istio's; connections to unknown hosts are not kept for Envoy's hour. */
  private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(5);

  private MeshwideClusterGenerator() {}

  static XdsResource generate(MeshwideClusterInputs inputs) {
    Cluster.Builder cluster =
        Cluster.newBuilder()
            .setName(inputs.name())
            .setConnectionPoolPerDownstreamConnection(inputs.perDownstream());
    DiscoveryConfigurer.configure(inputs.discovery(), cluster);
    if (inputs.discovery() == ClusterDiscovery.Nowhere.INSTANCE) {
      cluster.setConnectTimeout(Protos.duration(inputs.connectionPool().connectTimeout()));
    } else {
      ConnectionPoolConfigurer.configure(inputs.connectionPool(), cluster);
      UpstreamProtocolConfigurer.configure(
          UpstreamHttpSettings.of(UpstreamProtocol.DOWNSTREAM, Optional.of(IDLE_TIMEOUT)), cluster);
      BindConfigurer.configure(inputs.bindAddresses(), cluster);
    }
    return XdsResource.of(XdsType.CLUSTER, inputs.name(), cluster.build(), ImmutableList.of());
  }
}
