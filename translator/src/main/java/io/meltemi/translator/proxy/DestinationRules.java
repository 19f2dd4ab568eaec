package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.WorkloadSelector;
import io.meltemi.translator.model.ExportTo;
import io.meltemi.translator.model.Hostname;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.model.ObjectIndex;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All DestinationRules, merged, by the namespace they are in. */
final class DestinationRules {

  static final DestinationRules EMPTY = new DestinationRules(ImmutableMap.of(), ImmutableList.of());

  /** What rules must share to be merged. */
  private record Sameness(
      Hostname host, ExportTo exportTo, ImmutableSortedMap<String, String> selector) {}

  private final ImmutableMap<String, HostTable<RuleGroup>> byNamespace;
  private final ImmutableList<RuleGroup> all;

  private DestinationRules(
      ImmutableMap<String, HostTable<RuleGroup>> byNamespace, ImmutableList<RuleGroup> all) {
    this.byNamespace = byNamespace;
    this.all = all;
  }

  static DestinationRules of(MeshModel model) {
    Map<String, List<RuleGroup>> groups = new TreeMap<>();
    grouped(model.destinationRules(), model.meshConfig(), model.domain())
        .forEach(
            group -> groups.computeIfAbsent(group.namespace(), _ -> new ArrayList<>()).add(group));
    ImmutableMap.Builder<String, HostTable<RuleGroup>> tables = ImmutableMap.builder();
    ImmutableList.Builder<RuleGroup> all = ImmutableList.builder();
    groups.forEach(
        (namespace, inNamespace) -> {
          // Where a client is selected by name, that is meant before what holds for everybody.
          inNamespace.sort(Comparator.comparing(group -> group.selector().isEmpty()));
          tables.put(namespace, HostTable.of(inNamespace, RuleGroup::host));
          all.addAll(inNamespace);
        });
    return new DestinationRules(tables.buildOrThrow(), all.build());
  }

  private static List<RuleGroup> grouped(
      ObjectIndex<DestinationRule> rules, MeshConfig config, String domain) {
    Map<String, Map<Sameness, List<ConfigObject<DestinationRule>>>> same = new LinkedHashMap<>();
    rules.all().stream()
        .sorted(ObjectIndex.oldestFirst())
        .forEach(
            rule ->
                same.computeIfAbsent(rule.namespace(), _ -> new LinkedHashMap<>())
                    .computeIfAbsent(sameness(rule, config, domain), _ -> new ArrayList<>())
                    .add(rule));
    List<RuleGroup> groups = new ArrayList<>();
    for (Map<Sameness, List<ConfigObject<DestinationRule>>> inNamespace : same.values()) {
      inNamespace.forEach(
          (key, members) ->
              groups.add(
                  new RuleGroup(
                      RuleGroup.merge(members), key.host(), key.exportTo(), key.selector())));
    }
    return groups;
  }

  private static Sameness sameness(
      ConfigObject<DestinationRule> rule, MeshConfig config, String domain) {
    return new Sameness(
        Hostname.resolve(rule.spec().host(), rule.namespace(), domain),
        ExportTo.parse(
            rule.spec().exportTo(), config.defaultDestinationRuleExportTo(), rule.namespace()),
        rule.spec()
            .workloadSelector()
            .map(WorkloadSelector::labels)
            .orElse(ImmutableSortedMap.of()));
  }

  HostTable<RuleGroup> inNamespace(String namespace) {
    HostTable<RuleGroup> table = byNamespace.get(namespace);
    return table == null ? HostTable.of(ImmutableList.of(), RuleGroup::host) : table;
  }

  ImmutableList<RuleGroup> all() {
    return all;
  }
}
