package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.config.TrafficPolicy;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.model.ExportTo;
import io.meltemi.translator.model.Hostname;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The DestinationRules of one namespace for one host that hold for the same clients, merged: the
 * subsets of all, a subset's first definition, and the first traffic policy.
 *
 * @param selector the labels of the clients it holds for; empty for all
 */
record RuleGroup(
    ConfigObject<DestinationRule> rule,
    Hostname host,
    ExportTo exportTo,
    ImmutableSortedMap<String, String> selector) {

  String namespace() {
    return rule.namespace();
  }

  /**
   * @param rules at least one, the oldest first
   */
  static ConfigObject<DestinationRule> merge(List<ConfigObject<DestinationRule>> rules) {
    ConfigObject<DestinationRule> first = rules.getFirst();
    if (rules.size() == 1) {
      return first;
    }
    Map<String, DestinationRule.Subset> subsets = new LinkedHashMap<>();
    Optional<TrafficPolicy> policy = Optional.empty();
    List<ConfigKey> others = new ArrayList<>();
    for (ConfigObject<DestinationRule> rule : rules) {
      rule.spec().subsets().forEach(subset -> subsets.putIfAbsent(subset.name(), subset));
      if (policy.isEmpty()) {
        policy = rule.spec().trafficPolicy();
      }
      if (rule != first) {
        others.add(rule.key());
      }
    }
    DestinationRule spec =
        new DestinationRule(
            first.spec().host(),
            policy,
            ImmutableList.copyOf(subsets.values()),
            first.spec().exportTo(),
            first.spec().workloadSelector());
    return Merged.of(first, spec, others);
  }
}
