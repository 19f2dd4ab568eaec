package io.meltemi.translator.config.check;

import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.config.TrafficPolicy;
import io.meltemi.translator.config.WorkloadSelector;
import java.util.HashSet;
import java.util.Set;

/** Checks a DestinationRule. */
final class DestinationRuleChecks {

  private DestinationRuleChecks() {}

  static void check(Findings at, DestinationRule rule) {
    HostChecks.wildcardName(at.at("host"), rule.host());
    at.present("trafficPolicy", rule.trafficPolicy(), TrafficPolicyChecks::check);
    Set<String> names = new HashSet<>();
    at.each("subsets", rule.subsets(), (f, subset) -> subset(f, subset, names));
    ExportChecks.exportTo(at, "exportTo", rule.exportTo());
    if (rule.workloadSelector().map(WorkloadSelector::labels).stream()
        .allMatch(ImmutableSortedMap::isEmpty)) {
      at.present("trafficPolicy", rule.trafficPolicy(), DestinationRuleChecks::credentials);
    }
    at.present("workloadSelector", rule.workloadSelector(), SelectorChecks::matchLabels);
  }

  /** Otherwise every proxy of the namespace would be given the Secret. */
  private static void credentials(Findings at, TrafficPolicy policy) {
    at.present(
        "tls",
        policy.tls(),
        (f, tls) -> {
          if (!tls.credentialName().isEmpty()) {
            f.at("credentialName")
                .unsupported(
                    "is for gateways; sidecars use a Secret only if the rule has a"
                        + " workloadSelector");
          }
        });
  }

  private static void subset(Findings at, DestinationRule.Subset subset, Set<String> names) {
    subsetName(at.at("name"), subset.name());
    if (!names.add(subset.name())) {
      at.at("name").conflict("\"" + subset.name() + "\" is written twice; rename one");
    }
    SelectorChecks.labels(at, "labels", subset.labels());
    at.present("trafficPolicy", subset.trafficPolicy(), TrafficPolicyChecks::check);
  }

  /** Subsets become part of cluster names, whose parts are separated by {@code |}. */
  static void subsetName(Findings at, String name) {
    if (!HostChecks.isLabel(name)) {
      at.invalid("takes letters, digits and -, at most 63, not \"" + name + "\"");
    }
  }
}
