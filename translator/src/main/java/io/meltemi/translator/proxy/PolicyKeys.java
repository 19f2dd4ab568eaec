package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableSortedSet;
import io.meltemi.translator.diagnostic.ConfigKey;

/**
 * Which policies hold for a class of proxies, by their keys.
 *
 * @param authorization AuthorizationPolicies
 * @param requestAuthentication RequestAuthentications
 */
public record PolicyKeys(
    ImmutableSortedSet<ConfigKey> authorization,
    ImmutableSortedSet<ConfigKey> requestAuthentication) {

  public static final PolicyKeys NONE =
      new PolicyKeys(ImmutableSortedSet.of(), ImmutableSortedSet.of());
}
