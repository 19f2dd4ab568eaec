package io.meltemi.translator.cluster;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.meltemi.translator.xds.Protos;
import io.meltemi.translator.xds.XdsResource;
import io.meltemi.translator.xds.XdsType;
import java.util.Optional;

/** {@code outbound_.80_.subset_.host}. */
final class PassthroughClusterGenerator {
  private PassthroughClusterGenerator() {}

  static XdsResource generate(PassthroughClusterInputs inputs) {
    String name = inputs.endpoints().toSni();
    Cluster.Builder cluster =
        Cluster.newBuilder()
            .setName(name)
            .setType(Cluster.DiscoveryType.EDS)
            .setEdsClusterConfig(
                Cluster.EdsClusterConfig.newBuilder()
                    .setEdsConfig(Protos.ADS)
                    .setServiceName(inputs.endpoints().toString()));
    ConnectionPoolConfigurer.configure(inputs.connectionPool(), cluster);
    LoadBalancerConfigurer.configure(inputs.loadBalancing(), cluster);
    ClusterMetadataConfigurer.configure(
        inputs.service(), inputs.endpoints().subset(), Optional.empty(), cluster);
    return XdsResource.of(XdsType.CLUSTER, name, cluster.build(), inputs.origins());
  }
}
