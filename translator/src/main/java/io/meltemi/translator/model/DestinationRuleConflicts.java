package io.meltemi.translator.model;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.config.WorkloadSelector;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** DestinationRules that are merged, and say different things about the same. */
final class DestinationRuleConflicts {

  /** What rules must share to be merged. */
  private record Sameness(
      String namespace,
      Hostname host,
      List<String> exportTo,
      ImmutableSortedMap<String, String> selector) {}

  /** One thing that can be said once. */
  private record Claim(Sameness among, String what) {}

  private DestinationRuleConflicts() {}

  static ImmutableListMultimap<ConfigKey, Diagnostic> of(
      ObjectIndex<DestinationRule> rules, String domain) {
    ImmutableListMultimap.Builder<ConfigKey, Diagnostic> said = ImmutableListMultimap.builder();
    Map<Claim, ConfigKey> first = new HashMap<>();
    List<ConfigObject<DestinationRule>> ordered =
        rules.all().stream().sorted(ObjectIndex.oldestFirst()).toList();
    for (ConfigObject<DestinationRule> rule : ordered) {
      Sameness among = sameness(rule, domain);
      if (rule.spec().trafficPolicy().isPresent()) {
        claim(first, new Claim(among, "a traffic policy"), rule, "spec.trafficPolicy", said);
      }
      List<DestinationRule.Subset> subsets = rule.spec().subsets();
      for (int i = 0; i < subsets.size(); i++) {
        String what = "the subset " + subsets.get(i).name();
        claim(first, new Claim(among, what), rule, "spec.subsets[" + i + "]", said);
      }
    }
    return said.build();
  }

  private static void claim(
      Map<Claim, ConfigKey> first,
      Claim claim,
      ConfigObject<DestinationRule> rule,
      String field,
      ImmutableListMultimap.Builder<ConfigKey, Diagnostic> said) {
    ConfigKey winner = first.putIfAbsent(claim, rule.key());
    if (winner != null) {
      said.put(
          rule.key(),
          Conflicts.warning(
              rule.key(),
              field,
              claim.what()
                  + " of host "
                  + claim.among().host()
                  + " is defined by "
                  + winner
                  + " already, which comes first; this one has no effect"));
    }
  }

  private static Sameness sameness(ConfigObject<DestinationRule> rule, String domain) {
    return new Sameness(
        rule.namespace(),
        Hostname.resolve(rule.spec().host(), rule.namespace(), domain),
        rule.spec().exportTo(),
        rule.spec()
            .workloadSelector()
            .map(WorkloadSelector::labels)
            .orElse(ImmutableSortedMap.of()));
  }
}
