package io.meltemi.translator.cluster;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.RuntimeDouble;
import io.envoyproxy.envoy.type.v3.Percent;
import io.meltemi.translator.xds.Protos;

/** {@code slow_start_config}: Istio's warm-up. */
final class SlowStartConfigurer {
  private SlowStartConfigurer() {}

  static void leastRequest(LoadBalancing.SlowStart slowStart, Cluster.Builder cluster) {
    cluster.getLeastRequestLbConfigBuilder().setSlowStartConfig(config(slowStart));
  }

  static void roundRobin(LoadBalancing.SlowStart slowStart, Cluster.Builder cluster) {
    cluster.getRoundRobinLbConfigBuilder().setSlowStartConfig(config(slowStart));
  }

  private static Cluster.SlowStartConfig config(LoadBalancing.SlowStart slowStart) {
    Cluster.SlowStartConfig.Builder config =
        Cluster.SlowStartConfig.newBuilder()
            .setSlowStartWindow(Protos.duration(slowStart.window()));
    slowStart
        .aggression()
        .ifPresent(
            aggression ->
                config.setAggression(
                    RuntimeDouble.newBuilder()
                        .setDefaultValue(aggression)
                        .setRuntimeKey("slow_start.aggression")));
    slowStart
        .minimumPercent()
        .ifPresent(percent -> config.setMinWeightPercent(Percent.newBuilder().setValue(percent)));
    return config.build();
  }
}
