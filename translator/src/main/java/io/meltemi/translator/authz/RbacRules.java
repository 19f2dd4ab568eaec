package io.meltemi.translator.authz;

import io.envoyproxy.envoy.config.rbac.v3.Permission;
import io.envoyproxy.envoy.config.rbac.v3.Policy;
import io.envoyproxy.envoy.config.rbac.v3.Principal;
import io.envoyproxy.envoy.config.rbac.v3.RBAC;
import io.meltemi.translator.config.AuthorizationPolicy;
import io.meltemi.translator.config.ConfigObject;

/** Writes the rules of policies of one action, named after where they come from. */
final class RbacRules {

  /** Stands for a policy without rules, so that it is seen to be there. */
  private static final Policy NOBODY =
      Policy.newBuilder()
          .addPermissions(Permission.newBuilder().setNotRule(Permission.newBuilder().setAny(true)))
          .addPrincipals(Principal.newBuilder().setNotId(Principal.newBuilder().setAny(true)))
          .build();

  private RbacRules() {}

  /**
   * What is done with calls that the rules match.
   *
   * @param prefix before the names of the rules
   */
  static RBAC of(
      RBAC.Action action,
      Iterable<ConfigObject<AuthorizationPolicy>> policies,
      Layer layer,
      TrustDomains trustDomains,
      String prefix) {
    RBAC.Builder rules = RBAC.newBuilder().setAction(action);
    Leaning leaning = action == RBAC.Action.ALLOW ? Leaning.CERTAIN : Leaning.POSSIBLE;
    for (ConfigObject<AuthorizationPolicy> policy : policies) {
      RuleMatcher matcher =
          new RuleMatcher(new RuleContext(layer, leaning, policy.namespace(), trustDomains));
      for (int i = 0; i < policy.spec().rules().size(); i++) {
        String name = prefix + PolicyNames.rule(policy, i);
        matcher
            .policy(policy.spec().rules().get(i))
            .ifPresent(matching -> rules.putPolicies(name, matching));
      }
      if (policy.spec().rules().isEmpty()) {
        rules.putPolicies(prefix + PolicyNames.rule(policy, 0), NOBODY);
      }
    }
    return rules.build();
  }
}
