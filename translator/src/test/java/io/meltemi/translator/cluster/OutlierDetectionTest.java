package io.meltemi.translator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.meltemi.translator.config.OutlierDetection;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutlierDetectionTest {

  @Test
  void onlyConsecutiveErrorsEject() {
    Cluster cluster = Clusters.withPolicy(of(Optional.of(5), Optional.empty(), false, 0));
    var outlier = cluster.getOutlierDetection();
    assertThat(outlier.getConsecutive5Xx().getValue()).isEqualTo(5);
    assertThat(outlier.getEnforcingConsecutive5Xx().getValue()).isEqualTo(100);
    assertThat(outlier.getEnforcingSuccessRate().getValue()).isZero();
    assertThat(outlier.hasConsecutiveGatewayFailure()).isFalse();
    assertThat(cluster.getCommonLbConfig().hasHealthyPanicThreshold())
        .as("set even to 0: Envoy's default is 50")
        .isTrue();
  }

  @Test
  void zeroSwitchesADetectorOff() {
    var outlier =
        Clusters.withPolicy(of(Optional.of(0), Optional.of(3), false, 0)).getOutlierDetection();
    assertThat(outlier.hasEnforcingConsecutive5Xx()).isTrue();
    assertThat(outlier.getEnforcingConsecutive5Xx().getValue()).isZero();
    assertThat(outlier.getConsecutiveGatewayFailure().getValue()).isEqualTo(3);
    assertThat(outlier.getEnforcingConsecutiveGatewayFailure().getValue()).isEqualTo(100);
  }

  @Test
  void localErrorsCountApartWhenSplit() {
    var outlier =
        Clusters.withPolicy(of(Optional.empty(), Optional.empty(), true, 0)).getOutlierDetection();
    assertThat(outlier.getSplitExternalLocalOriginErrors()).isTrue();
    assertThat(outlier.getConsecutiveLocalOriginFailure().getValue()).isEqualTo(4);
    assertThat(outlier.getEnforcingConsecutiveLocalOriginFailure().getValue()).isEqualTo(100);
  }

  @Test
  void percentsStayInEnvoysRange() {
    Cluster cluster = Clusters.withPolicy(of(Optional.empty(), Optional.empty(), false, 130));
    assertThat(cluster.getOutlierDetection().getMaxEjectionPercent().getValue()).isEqualTo(100);
    assertThat(cluster.getCommonLbConfig().getHealthyPanicThreshold().getValue()).isEqualTo(100);
  }

  @Test
  void withoutOutlierDetectionThereIsNone() {
    assertThat(Clusters.withPolicy().hasOutlierDetection()).isFalse();
    assertThat(Clusters.withPolicy().hasCommonLbConfig()).isFalse();
  }

  private static OutlierDetection of(
      Optional<Integer> consecutive5xx, Optional<Integer> gateway, boolean split, int percents) {
    return new OutlierDetection(
        0,
        split,
        Optional.of(4),
        gateway,
        consecutive5xx,
        Optional.of(Duration.ofSeconds(10)),
        Optional.of(Duration.ZERO),
        percents,
        percents,
        ImmutableList.of());
  }
}
