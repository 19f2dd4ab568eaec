package io.meltemi.translator.authz;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.AuthorizationPolicy;
import io.meltemi.translator.config.ConfigObject;

/**
 * The policies of a proxy, by what they do.
 *
 * @param custom by the name of their authorizer
 * @param authorizers for every key of {@code custom}
 */
record AuthorizationInputs(
    TrustDomains trustDomains,
    ImmutableSortedMap<String, ImmutableList<ConfigObject<AuthorizationPolicy>>> custom,
    ImmutableSortedMap<String, Authorizer> authorizers,
    Group audit,
    Group deny,
    Group allow) {

  /**
   * Policies of one action.
   *
   * @param tried those that are only tried: what they would do is counted, and not done
   */
  record Group(
      ImmutableList<ConfigObject<AuthorizationPolicy>> enforced,
      ImmutableList<ConfigObject<AuthorizationPolicy>> tried) {

    boolean isEmpty() {
      return enforced.isEmpty() && tried.isEmpty();
    }
  }
}
