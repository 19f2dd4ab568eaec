package io.meltemi.translator.listener;

import io.meltemi.translator.authz.AuthorizationFilters;

/**
 * What asks, before a call goes on, who makes it and whether they may.
 *
 * @param authorization whether the call is allowed
 */
record PolicyFilters(AuthorizationFilters authorization) {

  /** For what a proxy's own workload calls. */
  static final PolicyFilters NONE = new PolicyFilters(AuthorizationFilters.NONE);
}
