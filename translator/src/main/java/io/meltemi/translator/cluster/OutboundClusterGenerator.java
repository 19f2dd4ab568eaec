package io.meltemi.translator.cluster;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.meltemi.translator.xds.XdsResource;
import io.meltemi.translator.xds.XdsType;

/** {@code outbound|80|subset|host}. */
final class OutboundClusterGenerator {
  private OutboundClusterGenerator() {}

  static XdsResource generate(OutboundClusterInputs inputs) {
    OutboundTraffic traffic = inputs.traffic();
    Cluster.Builder cluster =
        Cluster.newBuilder().setName(inputs.name().toString()).setAltStatName(inputs.altStatName());
    DiscoveryConfigurer.configure(inputs.discovery(), cluster);
    ConnectionPoolConfigurer.configure(traffic.connectionPool(), cluster);
    UpstreamProtocolConfigurer.configure(traffic.http(), cluster);
    LoadBalancerConfigurer.configure(traffic.loadBalancing(), cluster);
    traffic
        .outlierDetection()
        .ifPresent(outlier -> OutlierDetectionConfigurer.configure(outlier, cluster));
    UpstreamTlsConfigurer.configure(traffic.tls(), cluster);
    traffic
        .proxyProtocol()
        .ifPresent(protocol -> ProxyProtocolConfigurer.configure(protocol.version(), cluster));
    ClusterMetadataConfigurer.configure(
        inputs.service(), inputs.name().subset(), inputs.rule(), cluster);
    return XdsResource.of(XdsType.CLUSTER, cluster.getName(), cluster.build(), inputs.origins());
  }
}
