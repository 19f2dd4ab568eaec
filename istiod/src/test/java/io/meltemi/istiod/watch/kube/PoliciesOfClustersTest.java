package io.meltemi.istiod.watch.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.meltemi.istiod.kube.ApiObject;
import io.meltemi.istiod.watch.ConfigEvent;
import io.meltemi.translator.config.AuthorizationPolicy;
import io.meltemi.translator.config.AuthorizationPolicy.Action;
import io.meltemi.translator.config.decode.ConfigTree.Mapping;
import io.meltemi.translator.config.decode.DocumentReader;
import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where no webhook is in the way, a cluster has policies that cannot be understood. */
final class PoliciesOfClustersTest {

  private final List<ConfigEvent> events = new ArrayList<>();
  private final KindFollower follower =
      new KindFollower(
          ConfigKind.AUTHORIZATION_POLICY, events::addAll, _ -> true, ObjectWitness.NONE);

  private static ApiObject policy(String spec) {
    String yaml =
        """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: p, namespace: shop}
        spec: {%s}
        """
            .formatted(spec);
    return new ApiObject(
        "shop", "p", "1", (Mapping) DocumentReader.read("", yaml).documents().getFirst().tree());
  }

  /** What is told of a change. */
  private ImmutableList<ConfigEvent> change(String spec) {
    events.clear();
    follower.changed(policy(spec));
    return ImmutableList.copyOf(events);
  }

  private static AuthorizationPolicy upserted(List<ConfigEvent> news) {
    return news.stream()
        .filter(ConfigEvent.Upsert.class::isInstance)
        .map(event -> (AuthorizationPolicy) ((ConfigEvent.Upsert) event).object().spec())
        .findFirst()
        .orElseThrow();
  }

  private static boolean isTakenStrictly(List<ConfigEvent> news) {
    return news.stream()
        .filter(ConfigEvent.Report.class::isInstance)
        .flatMap(event -> ((ConfigEvent.Report) event).diagnostics().stream())
        .map(Diagnostic::code)
        .anyMatch(DiagnosticCode.TAKEN_STRICTLY::equals);
  }

  @Test
  void policyThatCannotBeUnderstoodIsTakenStrictly() {
    follower.listBegins();
    follower.listed(policy("action: DENIE"));
    follower.listEnds();
    assertThat(upserted(events).action()).isEqualTo(Action.DENY);
    assertThat(isTakenStrictly(events)).isTrue();
    assertThat(follower.size()).isEqualTo(1);
  }

  @Test
  void lastGoodVersionIsBetterThanAStandIn() {
    change("action: DENY, rules: [{to: [{operation: {paths: [/a]}}]}]");
    List<ConfigEvent> news = change("action: DENY, rules: hello");
    assertThat(news).singleElement().isInstanceOf(ConfigEvent.Report.class);
    assertThat(isTakenStrictly(news)).isFalse();
  }

  @Test
  void standInIsNoGoodVersion() {
    change("action: DENIE, selector: {matchLabels: {app: a}}");
    AuthorizationPolicy next = upserted(change("action: DENIE, selector: {matchLabels: {app: b}}"));
    assertThat(next.selector().orElseThrow().labels()).containsEntry("app", "b");
    assertThat(change("action: AUDIT, rules: hello"))
        .anyMatch(ConfigEvent.Delete.class::isInstance);
    assertThat(follower.size()).isZero();
  }

  @Test
  void mendedPolicyHasNoStandInAndNoProblemLeft() {
    change("action: DENIE");
    List<ConfigEvent> news = change("action: DENY, rules: [{to: [{operation: {paths: [/a]}}]}]");
    assertThat(upserted(news).rules()).hasSize(1);
    assertThat(news)
        .contains(new ConfigEvent.Report("AuthorizationPolicy shop/p", ImmutableList.of()));
    change("action: DENIE");
    assertThat(isTakenStrictly(events)).isFalse();
  }

  @Test
  void deletedPolicyTakesItsStandInWithIt() {
    change("action: DENIE");
    events.clear();
    follower.removed(policy("action: DENIE"));
    assertThat(events).anyMatch(ConfigEvent.Delete.class::isInstance);
  }
}
