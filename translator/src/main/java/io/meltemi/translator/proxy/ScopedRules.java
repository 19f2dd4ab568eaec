package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.SourceClauses;
import java.util.Optional;

/** The DestinationRules as clients of one namespace apply them. */
final class ScopedRules implements TrafficRules {

  private final DestinationRules rules;
  private final String namespace;
  private final String rootNamespace;
  private final ImmutableSet<ImmutableSortedMap<String, String>> clauses;
  private final ImmutableList<RuleGroup> visible;
  private final ImmutableList<ConfigObject<DestinationRule>> withCredentials;

  private ScopedRules(
      DestinationRules rules,
      ProxyKind kind,
      String namespace,
      String rootNamespace,
      ImmutableSet<ImmutableSortedMap<String, String>> clauses) {
    this.rules = rules;
    this.namespace = namespace;
    this.rootNamespace = rootNamespace;
    this.clauses = clauses;
    this.visible =
        rules.all().stream()
            .filter(group -> isOwn(group) || isExportedHere(group))
            .collect(ImmutableList.toImmutableList());
    this.withCredentials =
        visible.stream()
            .filter(group -> kind == ProxyKind.ROUTER || !group.selector().isEmpty())
            .map(RuleGroup::rule)
            .filter(rule -> RuleCredentials.of(rule.spec()).findAny().isPresent())
            .collect(ImmutableList.toImmutableList());
  }

  static ScopedRules of(DestinationRules rules, OutboundKey scope, String rootNamespace) {
    return new ScopedRules(
        rules, scope.kind(), scope.namespace(), rootNamespace, scope.sourceClauses());
  }

  /** Whether every service gets the same rule from both: then the older object can go on. */
  boolean saysTheSameAs(ScopedRules other) {
    return namespace.equals(other.namespace)
        && rootNamespace.equals(other.rootNamespace)
        && visible.equals(other.visible);
  }

  @Override
  public ImmutableList<ConfigObject<DestinationRule>> withCredentials() {
    return withCredentials;
  }

  @Override
  public Optional<ConfigObject<DestinationRule>> ruleFor(MeshService service) {
    return inNamespace(namespace, service)
        .or(() -> exported(service.namespace(), service))
        .or(() -> exported(rootNamespace, service))
        .map(RuleGroup::rule);
  }

  private Optional<RuleGroup> inNamespace(String own, MeshService service) {
    return rules.inNamespace(own).mostSpecific(service.hostname(), this::isOwn);
  }

  private Optional<RuleGroup> exported(String from, MeshService service) {
    return rules.inNamespace(from).mostSpecific(service.hostname(), this::isExportedHere);
  }

  /** In its own namespace a rule holds whatever it is exported to. */
  private boolean isOwn(RuleGroup group) {
    return group.namespace().equals(namespace) && SourceClauses.allow(clauses, group.selector());
  }

  /** Selectors reach no further than their namespace. */
  private boolean isExportedHere(RuleGroup group) {
    return group.selector().isEmpty() && group.exportTo().allows(namespace);
  }
}
