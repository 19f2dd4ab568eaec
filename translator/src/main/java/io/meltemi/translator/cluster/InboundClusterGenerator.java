package io.meltemi.translator.cluster;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.meltemi.translator.xds.XdsResource;
import io.meltemi.translator.xds.XdsType;

/** {@code inbound|8080||}. */
final class InboundClusterGenerator {
  private InboundClusterGenerator() {}

  static XdsResource generate(InboundClusterInputs inputs) {
    Cluster.Builder cluster =
        Cluster.newBuilder()
            .setName(inputs.name().toString())
            .setAltStatName(inputs.altStatName())
            .setConnectionPoolPerDownstreamConnection(inputs.perDownstream());
    DiscoveryConfigurer.configure(inputs.discovery(), cluster);
    ConnectionPoolConfigurer.configure(inputs.connectionPool(), cluster);
    UpstreamProtocolConfigurer.configure(inputs.http(), cluster);
    BindConfigurer.configure(inputs.bindAddresses(), cluster);
    ClusterMetadataConfigurer.configure(inputs.service(), "", inputs.rule(), cluster);
    return XdsResource.of(XdsType.CLUSTER, cluster.getName(), cluster.build(), inputs.origins());
  }
}
