package io.meltemi.ca.authenticate;

import com.google.common.collect.ImmutableSet;
import java.net.URI;
import java.util.Optional;

/**
 * Whose tokens prove who somebody is, as Istio's {@code JWT_RULE} says it.
 *
 * @param issuer the exact {@code iss}
 * @param audiences one of them must be in {@code aud}
 * @param jwksUri where the issuer's keys are; empty: its OpenID configuration tells
 */
public record JwtRule(String issuer, ImmutableSet<String> audiences, Optional<URI> jwksUri) {
  /** Of Kubernetes' tokens for istiod, and of ours. */
  public static final String USUAL_AUDIENCE = "istio-ca";

  OidcOptions in(String trustDomain) {
    return new OidcOptions(issuer, audiences, trustDomain);
  }
}
