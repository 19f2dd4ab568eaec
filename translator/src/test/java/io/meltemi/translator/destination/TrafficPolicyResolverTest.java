package io.meltemi.translator.destination;

import static io.meltemi.translator.destination.Rules.balancer;
import static io.meltemi.translator.destination.Rules.connectTimeout;
import static io.meltemi.translator.destination.Rules.outlier;
import static io.meltemi.translator.destination.Rules.policy;
import static io.meltemi.translator.destination.Rules.port;
import static io.meltemi.translator.destination.Rules.rule;
import static io.meltemi.translator.destination.Rules.subset;
import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.config.LoadBalancer.Simple;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.TrafficPolicy;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrafficPolicyResolverTest {
  private static final String HOST = "reviews.default.svc.cluster.local";

  @Test
  void withoutARuleNothingIsSaid() {
    assertThat(TrafficPolicyResolver.resolve(MeshConfig.EMPTY, Optional.empty(), 80, ""))
        .isEqualTo(DestinationPolicy.NONE);
  }

  @Test
  void subsetPolicyOverridesTopLevelPolicy() {
    DestinationPolicy v1 =
        resolve(
            "v1",
            policy(balancer(Simple.RANDOM), outlier(5)),
            subset("v1", policy(balancer(Simple.ROUND_ROBIN))));
    assertThat(v1.loadBalancer()).contains(balancer(Simple.ROUND_ROBIN));
    assertThat(v1.outlierDetection()).as("not said by the subset").contains(outlier(5));
  }

  @Test
  void theWholeServiceDoesNotSeeSubsets() {
    DestinationPolicy whole =
        resolve("", policy(outlier(5)), subset("v1", policy(balancer(Simple.RANDOM))));
    assertThat(whole.loadBalancer()).isEmpty();
  }

  @Test
  void anUnknownSubsetIsTheWholeService() {
    assertThat(resolve("nowhere", policy(outlier(5)))).isEqualTo(resolve("", policy(outlier(5))));
  }

  @Test
  void portLevelReplacesAndDoesNotMerge() {
    DestinationPolicy policy = resolve("", policy(outlier(5), port(80, balancer(Simple.RANDOM))));
    assertThat(policy.loadBalancer()).contains(balancer(Simple.RANDOM));
    assertThat(policy.outlierDetection()).as("Istio's default, not the general one").isEmpty();
  }

  @Test
  void anotherPortsLevelDoesNotApply() {
    DestinationPolicy policy = resolve("", policy(outlier(5), port(8080, balancer(Simple.RANDOM))));
    assertThat(policy.loadBalancer()).isEmpty();
    assertThat(policy.outlierDetection()).contains(outlier(5));
  }

  @Test
  void theSubsetsGeneralPolicyOverridesTheRulesPort() {
    DestinationPolicy v1 =
        resolve(
            "v1",
            policy(port(80, balancer(Simple.RANDOM), outlier(5))),
            subset("v1", policy(balancer(Simple.ROUND_ROBIN))));
    assertThat(v1.loadBalancer()).contains(balancer(Simple.ROUND_ROBIN));
    assertThat(v1.outlierDetection()).contains(outlier(5));
  }

  @Test
  void theSubsetsPortOverridesEverything() {
    DestinationPolicy v1 =
        resolve(
            "v1",
            policy(outlier(5), port(80, balancer(Simple.RANDOM))),
            subset("v1", policy(outlier(7), port(80, connectTimeout(Duration.ofSeconds(1))))));
    assertThat(v1.connectionPool()).contains(connectTimeout(Duration.ofSeconds(1)));
    assertThat(v1.loadBalancer()).isEmpty();
    assertThat(v1.outlierDetection()).isEmpty();
  }

  @Test
  void portLevelsKeepWhatTheyCannotSay() {
    TrafficPolicy.Tunnel tunnel = new TrafficPolicy.Tunnel("CONNECT", "example.com", 443);
    DestinationPolicy policy = resolve("", policy(tunnel, port(80, balancer(Simple.RANDOM))));
    assertThat(policy.tunnel()).contains(tunnel);
  }

  private static DestinationPolicy resolve(
      String subset, TrafficPolicy policy, DestinationRule.Subset... subsets) {
    return TrafficPolicyResolver.resolve(
        MeshConfig.EMPTY, Optional.of(rule(HOST, policy, subsets)), 80, subset);
  }
}
