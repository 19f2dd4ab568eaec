package io.meltemi.translator.authz;

import com.google.common.collect.ImmutableList;
import io.envoyproxy.envoy.config.rbac.v3.Permission;
import io.envoyproxy.envoy.config.rbac.v3.Policy;
import io.envoyproxy.envoy.config.rbac.v3.Principal;
import io.meltemi.translator.config.AuthorizationPolicy.Condition;
import io.meltemi.translator.config.AuthorizationPolicy.Operation;
import io.meltemi.translator.config.AuthorizationPolicy.Rule;
import io.meltemi.translator.config.AuthorizationPolicy.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes one rule: any of its sources, any of its operations, all of its conditions. */
final class RuleMatcher {

  private final Sources sources;
  private final Operations operations;
  private final Conditions conditions;

  RuleMatcher(RuleContext context) {
    this.sources = new Sources(context);
    this.operations = new Operations(context);
    this.conditions = new Conditions(context, sources, operations);
  }

  /** Absent when nothing can match the rule. */
  Optional<Policy> policy(Rule rule) {
    List<Formula<Permission>> permissions = new ArrayList<>();
    List<Formula<Principal>> principals = new ArrayList<>();
    for (Condition condition : rule.when()) {
      Conditions.Sides sides = conditions.condition(condition);
      permissions.add(sides.permission());
      principals.add(sides.principal());
    }
    if (!rule.to().isEmpty()) {
      permissions.addFirst(anyOperation(rule.to()));
    }
    if (!rule.from().isEmpty()) {
      principals.addFirst(anySource(rule.from()));
    }
    Optional<Permission> permission = Logic.PERMISSIONS.matcher(Logic.PERMISSIONS.and(permissions));
    Optional<Principal> principal = Logic.PRINCIPALS.matcher(Logic.PRINCIPALS.and(principals));
    return permission.flatMap(
        what ->
            principal.map(
                who -> Policy.newBuilder().addPermissions(what).addPrincipals(who).build()));
  }

  private Formula<Permission> anyOperation(ImmutableList<Operation> to) {
    return Logic.PERMISSIONS.or(
        to.stream().map(operations::operation).collect(ImmutableList.toImmutableList()));
  }

  private Formula<Principal> anySource(ImmutableList<Source> from) {
    return Logic.PRINCIPALS.or(
        from.stream().map(sources::source).collect(ImmutableList.toImmutableList()));
  }
}
