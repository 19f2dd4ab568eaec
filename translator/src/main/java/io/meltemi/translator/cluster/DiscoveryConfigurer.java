package io.meltemi.translator.cluster;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.meltemi.translator.xds.Protos;

/** {@code type} and what belongs to it. */
final class DiscoveryConfigurer {
  private DiscoveryConfigurer() {}

  static void configure(ClusterDiscovery discovery, Cluster.Builder cluster) {
    switch (discovery) {
      case ClusterDiscovery.Eds _ ->
          cluster
              .setType(Cluster.DiscoveryType.EDS)
              .setEdsClusterConfig(
                  Cluster.EdsClusterConfig.newBuilder()
                      .setEdsConfig(Protos.ADS)
                      .setServiceName(cluster.getName()));
      case ClusterDiscovery.Dns dns -> DnsConfigurer.configure(dns, cluster);
      case ClusterDiscovery.DynamicDns dns -> DynamicDnsConfigurer.configure(dns, cluster);
      case ClusterDiscovery.OriginalDestination original -> original(original, cluster);
      case ClusterDiscovery.Static endpoint ->
          cluster
              .setType(Cluster.DiscoveryType.STATIC)
              .setLoadAssignment(assignment(cluster.getName(), endpoint));
      case ClusterDiscovery.Nowhere _ -> cluster.setType(Cluster.DiscoveryType.STATIC);
    }
  }

  private static void original(
      ClusterDiscovery.OriginalDestination original, Cluster.Builder cluster) {
    cluster
        .setType(Cluster.DiscoveryType.ORIGINAL_DST)
        .setLbPolicy(Cluster.LbPolicy.CLUSTER_PROVIDED);
    if (original.portOverride() > 0) {
      cluster
          .getOriginalDstLbConfigBuilder()
          .setUpstreamPortOverride(Protos.uint32(original.portOverride()));
    }
  }

  private static ClusterLoadAssignment assignment(String name, ClusterDiscovery.Static endpoint) {
    return ClusterLoadAssignment.newBuilder()
        .setClusterName(name)
        .addEndpoints(
            LocalityLbEndpoints.newBuilder()
                .addLbEndpoints(
                    LbEndpoint.newBuilder()
                        .setEndpoint(
                            Endpoint.newBuilder()
                                .setAddress(Protos.address(endpoint.address(), endpoint.port())))))
        .build();
  }
}
