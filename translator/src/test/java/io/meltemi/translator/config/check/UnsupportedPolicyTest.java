package io.meltemi.translator.config.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.translator.config.decode.ConfigFile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a valid DestinationRule asks for and does not get. */
class UnsupportedPolicyTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tls: {mode: SIMPLE, credentialName: ca}               | UNSUPPORTED .tls.credentialName",
        "outlierDetection: {consecutiveErrors: 3}              | INEFFECTIVE .outlierDetection.consecutiveErrors",
        "outlierDetection: {outlierDetectionHttpErrorCodes: [429]} | UNSUPPORTED .outlierDetection.outlierDetectionHttpErrorCodes",
        "loadBalancer: {zoneAwareLbSetting: {enabled: true}}   | UNSUPPORTED .loadBalancer.zoneAwareLbSetting",
        "loadBalancer: {simple: RANDOM, warmup: {duration: 3s}} | INEFFECTIVE .loadBalancer.warmup",
        "retryBudget: {percent: 20, budgetInterval: 3s}        | UNSUPPORTED .retryBudget.budgetInterval",
      })
  void whatIsNotDoneIsSaidAndTheRuleIsTaken(String policy, String expected) {
    ConfigFile file = read(policy);
    assertThat(file.rejected()).isEmpty();
    assertThat(brief(file)).containsExactly(expected.replace(" .", " spec.trafficPolicy."));
  }

  @Test
  void anOrdinaryRuleNeedsNoWord() {
    assertThat(
            brief(
                read(
                    "loadBalancer: {simple: ROUND_ROBIN, warmup: {duration: 3s}},"
                        + " outlierDetection: {consecutive5xxErrors: 3}")))
        .isEmpty();
  }

  private static ConfigFile read(String policy) {
    return ConfigFile.read(
        "rule.yaml",
        "{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: r},"
            + " spec: {host: reviews, trafficPolicy: {"
            + policy
            + "}}}");
  }

  private static List<String> brief(ConfigFile file) {
    return file.diagnostics().stream()
        .map(diagnostic -> diagnostic.code() + " " + diagnostic.field())
        .toList();
  }
}
