package io.meltemi.translator.cluster;

import com.google.protobuf.UInt64Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.CommonLbConfig.LocalityWeightedLbConfig;

/** {@code lb_policy}, its settings, and {@code common_lb_config}'s locality weights. */
final class LoadBalancerConfigurer {
  private static final long ENVOYS_RING_SIZE = 1024;
  private static final long ENVOYS_TABLE_SIZE = 65537;

  private LoadBalancerConfigurer() {}

  static void configure(LoadBalancing balancing, Cluster.Builder cluster) {
    switch (balancing.algorithm()) {
      case LoadBalancing.LeastRequest leastRequest -> {
        cluster.setLbPolicy(Cluster.LbPolicy.LEAST_REQUEST);
        leastRequest
            .slowStart()
            .ifPresent(slowStart -> SlowStartConfigurer.leastRequest(slowStart, cluster));
      }
      case LoadBalancing.RoundRobin roundRobin -> {
        cluster.setLbPolicy(Cluster.LbPolicy.ROUND_ROBIN);
        roundRobin
            .slowStart()
            .ifPresent(slowStart -> SlowStartConfigurer.roundRobin(slowStart, cluster));
      }
      case LoadBalancing.Plain plain ->
          cluster.setLbPolicy(
              switch (plain) {
                case RANDOM -> Cluster.LbPolicy.RANDOM;
                case CLUSTER_PROVIDED -> Cluster.LbPolicy.CLUSTER_PROVIDED;
              });
      case LoadBalancing.RingHash ring -> {
        cluster.setLbPolicy(Cluster.LbPolicy.RING_HASH);
        if (ring.minimumRingSize() != ENVOYS_RING_SIZE) {
          cluster
              .getRingHashLbConfigBuilder()
              .setMinimumRingSize(UInt64Value.of(ring.minimumRingSize()));
        }
      }
      case LoadBalancing.Maglev maglev -> {
        cluster.setLbPolicy(Cluster.LbPolicy.MAGLEV);
        if (maglev.tableSize() != ENVOYS_TABLE_SIZE) {
          cluster.getMaglevLbConfigBuilder().setTableSize(UInt64Value.of(maglev.tableSize()));
        }
      }
    }
    if (balancing.localityWeighted()) {
      cluster
          .getCommonLbConfigBuilder()
          .setLocalityWeightedLbConfig(LocalityWeightedLbConfig.getDefaultInstance());
    }
  }
}
