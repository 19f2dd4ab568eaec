package io.meltemi.translator.listener;

import io.meltemi.translator.authz.AuthorizationFilters;
import io.meltemi.translator.jwt.JwtFilters;

/**
 * What asks, before a call goes on, who makes it and whether they may.
 *
 * @param tokens whose token a request has
 * @param authorization whether the call is allowed
 */
record PolicyFilters(JwtFilters tokens, AuthorizationFilters authorization) {

  /** For what a proxy's own workload calls. */
  static final PolicyFilters NONE = new PolicyFilters(JwtFilters.NONE, AuthorizationFilters.NONE);
}
