package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.ConfigKey;

/**
 * What one user object wants on a listener; others may have been there first.
 *
 * @param owner who is told when it does not get it
 * @param origins all objects that shaped the chain
 */
record ListenerClaim(ConfigKey owner, FilterChainInputs chain, ImmutableList<ConfigKey> origins) {

  static ListenerClaim of(ConfigKey owner, FilterChainInputs chain) {
    return new ListenerClaim(owner, chain, ImmutableList.of(owner));
  }

  ListenerClaim withMatch(ChainMatch match) {
    return new ListenerClaim(owner, chain.withMatch(match), origins);
  }
}
