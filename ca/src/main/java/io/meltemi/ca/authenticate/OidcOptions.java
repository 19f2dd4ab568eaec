package io.meltemi.ca.authenticate;

import com.google.common.collect.ImmutableSet;

/**
 * Whose JWTs are taken.
 *
 * @param issuer the exact {@code iss}
 * @param audiences one of them must be in {@code aud}
 * @param trustDomain of the identities that are made of them
 */
public record OidcOptions(String issuer, ImmutableSet<String> audiences, String trustDomain) {
  public OidcOptions {
    if (audiences.isEmpty()) {
      throw new IllegalArgumentException(
          "Without an audience, a token for any other service would do");
    }
  }
}
