package io.meltemi.translator.cluster;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.extensions.clusters.dynamic_forward_proxy.v3.ClusterConfig;
import io.envoyproxy.envoy.extensions.common.dynamic_forward_proxy.v3.DnsCacheConfig;
import io.meltemi.translator.xds.Protos;

/** {@code envoy.clusters.dynamic_forward_proxy}: the cluster resolves the request's host itself. */
final class DynamicDnsConfigurer {
  private static final String NAME = "envoy.clusters.dynamic_forward_proxy";

  private DynamicDnsConfigurer() {}

  static void configure(ClusterDiscovery.DynamicDns dns, Cluster.Builder cluster) {
    ClusterConfig config =
        ClusterConfig.newBuilder()
            // Envoy wants auto_sni here even where there is no TLS; where there is, we set it.
            .setAllowInsecureClusterOptions(true)
            .setDnsCacheConfig(
                DnsCacheConfig.newBuilder()
                    .setName(cacheName(dns))
                    .setDnsLookupFamily(DnsConfigurer.family(dns.families()))
                    .setDnsRefreshRate(Protos.duration(dns.refreshRate())))
            .build();
    cluster
        .setClusterType(
            Cluster.CustomClusterType.newBuilder().setName(NAME).setTypedConfig(Protos.any(config)))
        .setLbPolicy(Cluster.LbPolicy.CLUSTER_PROVIDED);
  }

  /** Envoy refuses two caches of one name with different settings, so the name has them. */
  private static String cacheName(ClusterDiscovery.DynamicDns dns) {
    return "dynamic-dns-"
        + DnsConfigurer.family(dns.families())
        + "-"
        + dns.refreshRate().toMillis()
        + "ms";
  }
}
