package io.meltemi.translator.jwt;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.RequestAuthentication.JwtRule;

/** The issuers whose tokens a proxy knows, at least one. */
record JwtInputs(ImmutableList<Issuer> issuers) {

  /** An issuer and what its tokens are verified with. */
  record Issuer(JwtRule rule, Keys keys) {}

  /** Where public keys are. */
  sealed interface Keys {

    /** Here: a JSON web key set. */
    record Here(String json) implements Keys {}

    /** At an address that the proxy fetches them from, through one of its clusters. */
    record At(String address, String cluster) implements Keys {}

    /** Nowhere (yet): no token can be verified. */
    record Nowhere() implements Keys {}
  }
}
