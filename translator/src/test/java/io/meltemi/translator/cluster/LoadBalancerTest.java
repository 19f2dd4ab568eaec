package io.meltemi.translator.cluster;

import static io.meltemi.translator.destination.Rules.balancer;
import static io.meltemi.translator.destination.Rules.hash;
import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.LbPolicy;
import io.meltemi.translator.config.LoadBalancer;
import io.meltemi.translator.config.LoadBalancer.HashAlgorithm;
import io.meltemi.translator.config.LoadBalancer.HashKey;
import io.meltemi.translator.config.LoadBalancer.Simple;
import io.meltemi.translator.destination.Rules;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadBalancerTest {
  private static final HashKey SOURCE_IP = new HashKey.UseSourceIp(true);

  @ParameterizedTest
  @CsvSource({
    "UNSPECIFIED,   LEAST_REQUEST",
    "LEAST_CONN,    LEAST_REQUEST",
    "LEAST_REQUEST, LEAST_REQUEST",
    "ROUND_ROBIN,   ROUND_ROBIN",
    "RANDOM,        RANDOM",
    "PASSTHROUGH,   CLUSTER_PROVIDED",
  })
  void simpleAlgorithmsHaveTheirEnvoyNames(Simple simple, LbPolicy expected) {
    assertThat(Clusters.withPolicy(balancer(simple)).getLbPolicy()).isEqualTo(expected);
  }

  @Test
  void leastRequestIsTheDefault() {
    assertThat(Clusters.withPolicy().getLbPolicy()).isEqualTo(LbPolicy.LEAST_REQUEST);
  }

  @Test
  void hashingIsARingOrATable() {
    Cluster ring = Clusters.withPolicy(hash(SOURCE_IP, new HashAlgorithm.RingHash(4096)));
    assertThat(ring.getLbPolicy()).isEqualTo(LbPolicy.RING_HASH);
    assertThat(ring.getRingHashLbConfig().getMinimumRingSize().getValue()).isEqualTo(4096);
    Cluster table = Clusters.withPolicy(hash(SOURCE_IP, new HashAlgorithm.Maglev(1009)));
    assertThat(table.getLbPolicy()).isEqualTo(LbPolicy.MAGLEV);
    assertThat(table.getMaglevLbConfig().getTableSize().getValue()).isEqualTo(1009);
  }

  @Test
  void hashingWithoutAnAlgorithmIsARing() {
    Cluster ring =
        Clusters.withPolicy(
            balancer(
                new LoadBalancer.ConsistentHash(Optional.of(SOURCE_IP), Optional.empty(), 2048)));
    assertThat(ring.getLbPolicy()).isEqualTo(LbPolicy.RING_HASH);
    assertThat(ring.getRingHashLbConfig().getMinimumRingSize().getValue()).isEqualTo(2048);
  }

  @Test
  void aTableSizeThatIsNoPrimeIsTheDefault() {
    Cluster table = Clusters.withPolicy(hash(SOURCE_IP, new HashAlgorithm.Maglev(1000)));
    assertThat(table.hasMaglevLbConfig()).as("Envoy's default is Istio's").isFalse();
  }

  @Test
  void warmUpIsSlowStart() {
    LoadBalancer.Warmup warmup =
        new LoadBalancer.Warmup(
            Optional.of(Duration.ofSeconds(30)), Optional.of(20.0), Optional.of(1.5));
    var slowStart =
        Clusters.withPolicy(warming(Simple.ROUND_ROBIN, warmup))
            .getRoundRobinLbConfig()
            .getSlowStartConfig();
    assertThat(slowStart.getSlowStartWindow().getSeconds()).isEqualTo(30);
    assertThat(slowStart.getMinWeightPercent().getValue()).isEqualTo(20.0);
    assertThat(slowStart.getAggression().getDefaultValue()).isEqualTo(1.5);
    assertThat(
            Clusters.withPolicy(warming(Simple.LEAST_REQUEST, warmup))
                .getLeastRequestLbConfig()
                .hasSlowStartConfig())
        .isTrue();
  }

  @Test
  void onlyADistributionNeedsLocalityWeights() {
    assertThat(
            Clusters.withPolicy(balancer(Rules.distribute("*", Map.of("*", 100))))
                .getCommonLbConfig()
                .hasLocalityWeightedLbConfig())
        .isTrue();
    assertThat(
            Clusters.withPolicy(Rules.outlier(5), balancer(Rules.failover("a", "b")))
                .getCommonLbConfig()
                .hasLocalityWeightedLbConfig())
        .isFalse();
  }

  private static LoadBalancer warming(Simple simple, LoadBalancer.Warmup warmup) {
    return new LoadBalancer(
        Optional.of(simple),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(warmup));
  }
}
