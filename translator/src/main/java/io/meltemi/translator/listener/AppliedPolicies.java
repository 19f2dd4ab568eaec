package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.meltemi.translator.authz.AuthorizationTranslator.Authorization;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.jwt.JwtTranslator.Verification;

/**
 * The policies of a class of proxies as filters.
 *
 * @param origins the policies behind them
 */
record AppliedPolicies(
    PolicyFilters filters,
    ImmutableList<ConfigKey> origins,
    ImmutableList<Diagnostic> diagnostics) {

  static AppliedPolicies of(Verification verification, Authorization authorization) {
    return new AppliedPolicies(
        new PolicyFilters(verification.filters(), authorization.filters()),
        join(verification.origins(), authorization.origins()),
        join(verification.diagnostics(), authorization.diagnostics()));
  }

  private static <T> ImmutableList<T> join(Iterable<T> first, Iterable<T> second) {
    return ImmutableList.<T>builder().addAll(first).addAll(second).build();
  }

  /** The objects behind a listener, and those behind its policies. */
  ImmutableList<ConfigKey> origins(Iterable<ConfigKey> listener) {
    return ImmutableSortedSet.<ConfigKey>naturalOrder()
        .addAll(listener)
        .addAll(origins)
        .build()
        .asList();
  }
}
