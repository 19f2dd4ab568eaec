package io.meltemi.translator.cluster;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.meltemi.translator.destination.LoadAssignments;
import io.meltemi.translator.proxy.IpFamilies;
import io.meltemi.translator.xds.Protos;

/** STRICT_DNS and LOGICAL_DNS: how names are resolved, and which. */
final class DnsConfigurer {
  private DnsConfigurer() {}

  /**
   * Istio's tools know these types and fields; Envoy's newer spelling, a typed {@code
   * envoy.clusters.dns}, would show up there as a cluster of unknown type.
   */
  @SuppressWarnings("deprecation")
  static void configure(ClusterDiscovery.Dns dns, Cluster.Builder cluster) {
    cluster
        .setType(
            dns.logical() ? Cluster.DiscoveryType.LOGICAL_DNS : Cluster.DiscoveryType.STRICT_DNS)
        .setDnsLookupFamily(family(dns.families()))
        .setDnsRefreshRate(Protos.duration(dns.refreshRate()))
        .setRespectDnsTtl(true)
        .setLoadAssignment(LoadAssignments.of(cluster.getName(), dns.endpoints(), address -> true));
  }

  static Cluster.DnsLookupFamily family(IpFamilies families) {
    if (families.ipv4() && families.ipv6()) {
      return Cluster.DnsLookupFamily.ALL;
    }
    return families.ipv6() ? Cluster.DnsLookupFamily.V6_ONLY : Cluster.DnsLookupFamily.V4_ONLY;
  }
}
