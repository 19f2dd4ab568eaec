package io.meltemi.translator.cluster;

import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.type.v3.Percent;
import io.meltemi.translator.config.OutlierDetection;
import io.meltemi.translator.xds.Protos;
import java.time.Duration;

/** {@code outlier_detection}, and the panic threshold that goes with it. */
final class OutlierDetectionConfigurer {
  private static final UInt32Value ALWAYS = UInt32Value.of(100);
  private static final UInt32Value NEVER = UInt32Value.of(0);

  private OutlierDetectionConfigurer() {}

  static void configure(OutlierDetection outlier, Cluster.Builder cluster) {
    // Istio ejects for consecutive errors only, never for a rate that is worse than the others'.
    io.envoyproxy.envoy.config.cluster.v3.OutlierDetection.Builder built =
        io.envoyproxy.envoy.config.cluster.v3.OutlierDetection.newBuilder()
            .setEnforcingSuccessRate(NEVER);
    setConsecutiveErrors(outlier, built);
    outlier
        .interval()
        .filter(Duration::isPositive)
        .ifPresent(interval -> built.setInterval(Protos.duration(interval)));
    outlier
        .baseEjectionTime()
        .filter(Duration::isPositive)
        .ifPresent(time -> built.setBaseEjectionTime(Protos.duration(time)));
    if (outlier.maxEjectionPercent() > 0) {
      built.setMaxEjectionPercent(Protos.uint32(Math.min(outlier.maxEjectionPercent(), 100)));
    }
    if (outlier.splitExternalLocalOriginErrors()) {
      setLocalOrigin(outlier, built);
    }
    cluster.setOutlierDetection(built);
    cluster
        .getCommonLbConfigBuilder()
        .setHealthyPanicThreshold(
            Percent.newBuilder().setValue(Math.clamp(outlier.minHealthPercent(), 0, 100)));
  }

  /** An explicit 0 switches a detector off. */
  private static void setConsecutiveErrors(
      OutlierDetection outlier,
      io.envoyproxy.envoy.config.cluster.v3.OutlierDetection.Builder built) {
    outlier
        .consecutive5xxErrors()
        .ifPresent(
            errors ->
                built
                    .setConsecutive5Xx(Protos.uint32(errors))
                    .setEnforcingConsecutive5Xx(errors > 0 ? ALWAYS : NEVER));
    outlier
        .consecutiveGatewayErrors()
        .ifPresent(
            errors ->
                built
                    .setConsecutiveGatewayFailure(Protos.uint32(errors))
                    .setEnforcingConsecutiveGatewayFailure(errors > 0 ? ALWAYS : NEVER));
  }

  private static void setLocalOrigin(
      OutlierDetection outlier,
      io.envoyproxy.envoy.config.cluster.v3.OutlierDetection.Builder built) {
    built.setSplitExternalLocalOriginErrors(true).setEnforcingLocalOriginSuccessRate(NEVER);
    outlier
        .consecutiveLocalOriginFailures()
        .filter(failures -> failures > 0)
        .ifPresent(
            failures ->
                built
                    .setConsecutiveLocalOriginFailure(Protos.uint32(failures))
                    .setEnforcingConsecutiveLocalOriginFailure(ALWAYS));
  }
}
