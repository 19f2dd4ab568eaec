package io.meltemi.translator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.translator.config.ClientTls;
import io.meltemi.translator.config.LoadBalancer;
import io.meltemi.translator.config.TrafficPolicy;
import io.meltemi.translator.destination.Rules;
import io.meltemi.translator.diagnostic.Diagnostic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DestinationRuleNotesTest {
  private static final TrafficPolicy MUTUAL =
      Rules.policy(Rules.tls(ClientTls.Mode.ISTIO_MUTUAL, ""));

  @Test
  void anOrdinaryRuleNeedsNone() {
    assertThat(notes(Rules.policy(Rules.outlier(5)))).isEmpty();
  }

  @Test
  void whatIsNotDoneIsSaidWithItsPlace() {
    assertThat(notes(MUTUAL)).containsExactly("UNSUPPORTED spec.trafficPolicy.tls.mode");
    assertThat(notes(Rules.policy(Rules.port(80, Rules.tls(ClientTls.Mode.ISTIO_MUTUAL, "")))))
        .containsExactly("UNSUPPORTED spec.trafficPolicy.portLevelSettings[0].tls.mode");
  }

  @Test
  void aHashDoesNotWarmUp() {
    LoadBalancer balancer =
        new LoadBalancer(
            Optional.of(LoadBalancer.Simple.RANDOM),
            Optional.empty(),
            Optional.empty(),
            Optional.of(Duration.ofSeconds(3)),
            Optional.empty());
    assertThat(notes(Rules.policy(balancer)))
        .containsExactly("INEFFECTIVE spec.trafficPolicy.loadBalancer.warmup");
  }

  @Test
  void theFirstOfTwoSubsetsWins() {
    assertThat(
            DestinationRuleNotes.of(
                    Rules.rule(
                        Clusters.HOST,
                        Rules.NO_POLICY,
                        Rules.subset("v1", Rules.NO_POLICY),
                        Rules.subset("v1", MUTUAL)))
                .stream()
                .map(DestinationRuleNotesTest::brief))
        .containsExactly(
            "CONFLICT spec.subsets[1].name", "UNSUPPORTED spec.subsets[1].trafficPolicy.tls.mode");
  }

  private static List<String> notes(TrafficPolicy policy) {
    return DestinationRuleNotes.of(Rules.rule(Clusters.HOST, policy)).stream()
        .map(DestinationRuleNotesTest::brief)
        .toList();
  }

  private static String brief(Diagnostic diagnostic) {
    return diagnostic.code() + " " + diagnostic.field();
  }
}
