package io.meltemi.translator.cluster;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ClientTls;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.config.LoadBalancer;
import io.meltemi.translator.config.OutlierDetection;
import io.meltemi.translator.config.TrafficPolicy;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.diagnostic.Position;
import io.meltemi.translator.diagnostic.Severity;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a valid DestinationRule asks for and does not get, and what happens instead. Mistakes are
 * not its business: those are found when the object is checked.
 */
public final class DestinationRuleNotes {
  private final ConfigObject<DestinationRule> rule;
  private final ImmutableList.Builder<Diagnostic> notes = ImmutableList.builder();

  private DestinationRuleNotes(ConfigObject<DestinationRule> rule) {
    this.rule = rule;
  }

  /** In the order of the object's fields. */
  public static ImmutableList<Diagnostic> of(ConfigObject<DestinationRule> rule) {
    DestinationRuleNotes collected = new DestinationRuleNotes(rule);
    collected.collect();
    return collected.notes.build();
  }

  private void collect() {
    rule.spec().trafficPolicy().ifPresent(policy -> policy("spec.trafficPolicy", policy));
    Set<String> names = new HashSet<>();
    for (int i = 0; i < rule.spec().subsets().size(); i++) {
      DestinationRule.Subset subset = rule.spec().subsets().get(i);
      String field = "spec.subsets[" + i + "]";
      if (!names.add(subset.name())) {
        notes.add(
            Diagnostic.warning(
                DiagnosticCode.CONFLICT,
                rule.key(),
                Position.NONE,
                field + ".name",
                "there is a subset " + subset.name() + " before, which wins"));
      }
      subset.trafficPolicy().ifPresent(policy -> policy(field + ".trafficPolicy", policy));
    }
  }

  private void policy(String field, TrafficPolicy policy) {
    aspects(field, policy.loadBalancer(), policy.outlierDetection(), policy.tls());
    for (int i = 0; i < policy.portLevelSettings().size(); i++) {
      TrafficPolicy.PortPolicy port = policy.portLevelSettings().get(i);
      aspects(
          field + ".portLevelSettings[" + i + "]",
          port.loadBalancer(),
          port.outlierDetection(),
          port.tls());
    }
    if (policy.retryBudget().flatMap(TrafficPolicy.RetryBudget::budgetInterval).isPresent()) {
      unsupported(field + ".retryBudget.budgetInterval", "Envoy's own interval is used");
    }
  }

  private void aspects(
      String field,
      Optional<LoadBalancer> loadBalancer,
      Optional<OutlierDetection> outlierDetection,
      Optional<ClientTls> tls) {
    loadBalancer.ifPresent(balancer -> loadBalancer(field + ".loadBalancer", balancer));
    outlierDetection.ifPresent(outlier -> outlier(field + ".outlierDetection", outlier));
    tls.ifPresent(settings -> tls(field + ".tls", settings));
  }

  private void loadBalancer(String field, LoadBalancer balancer) {
    if (balancer.zoneAwareLbSetting().isPresent()) {
      unsupported(field + ".zoneAwareLbSetting", "endpoints are balanced without regard to zones");
    }
    boolean warms = balancer.warmup().isPresent() || balancer.warmupDurationSecs().isPresent();
    if (warms && !canWarmUp(balancer)) {
      ineffective(field + ".warmup", "only round robin and least request warm up");
    }
  }

  private static boolean canWarmUp(LoadBalancer balancer) {
    if (balancer.policy().isEmpty()) {
      return true;
    }
    return switch (balancer.policy().get()) {
      case LoadBalancer.ConsistentHash _ -> false;
      case LoadBalancer.Simple simple ->
          switch (simple) {
            case UNSPECIFIED, LEAST_CONN, LEAST_REQUEST, ROUND_ROBIN -> true;
            case RANDOM, PASSTHROUGH -> false;
          };
    };
  }

  private void outlier(String field, OutlierDetection outlier) {
    if (outlier.consecutiveErrors() != 0) {
      ineffective(field + ".consecutiveErrors", "use consecutive5xxErrors");
    }
    if (!outlier.outlierDetectionHttpErrorCodes().isEmpty()) {
      unsupported(field + ".outlierDetectionHttpErrorCodes", "errors are the statuses from 500 on");
    }
  }

  private void tls(String field, ClientTls tls) {
    if (tls.mode() == ClientTls.Mode.ISTIO_MUTUAL) {
      unsupported(field + ".mode", "proxies have no certificates yet: traffic is in the clear");
    }
    boolean originates = tls.mode() == ClientTls.Mode.SIMPLE || tls.mode() == ClientTls.Mode.MUTUAL;
    if (originates && !tls.credentialName().isEmpty()) {
      unsupported(
          field + ".credentialName",
          "the system's roots are used, and no client certificate; name files instead");
    }
  }

  private void unsupported(String field, String message) {
    info(DiagnosticCode.UNSUPPORTED, field, message);
  }

  private void ineffective(String field, String message) {
    info(DiagnosticCode.INEFFECTIVE, field, message);
  }

  private void info(DiagnosticCode code, String field, String message) {
    notes.add(new Diagnostic(Severity.INFO, code, rule.key(), Position.NONE, field, message));
  }
}
