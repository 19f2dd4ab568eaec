package io.meltemi.translator.config.check;

import io.meltemi.translator.config.DestinationRule;
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
    at.present("workloadSelector", rule.workloadSelector(), SelectorChecks::matchLabels);
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
