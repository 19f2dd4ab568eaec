package io.meltemi.translator.authz;

import io.meltemi.translator.config.AuthorizationPolicy;
import io.meltemi.translator.config.ConfigObject;

/** Names that Istio's tools, and people who read statistics, look for. */
final class PolicyNames {

  /** Before the name of a rule that an external authorizer decides. */
  static final String EXTERNAL = "istio-ext-authz-";

  static final String DRY_RUN_ALLOW = "istio_dry_run_allow_";
  static final String DRY_RUN_DENY = "istio_dry_run_deny_";
  static final String EXTERNAL_STATS = "istio_ext_authz_";

  private PolicyNames() {}

  /** {@code ns[NS]-policy[NAME]-rule[I]}. */
  static String rule(ConfigObject<AuthorizationPolicy> policy, int index) {
    return "ns[" + policy.namespace() + "]-policy[" + policy.name() + "]-rule[" + index + "]";
  }
}
