package io.meltemi.translator.config;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.Optional;

/** Which JSON web tokens are accepted. A request without a token is not refused by it. */
public record RequestAuthentication(
    Optional<WorkloadSelector> selector,
    Optional<PolicyTargetRef> targetRef,
    ImmutableList<PolicyTargetRef> targetRefs,
    ImmutableList<JwtRule> jwtRules)
    implements ConfigSpec {

  /** One issuer, where its tokens are found, and what becomes of them. */
  public record JwtRule(
      String issuer,
      ImmutableList<String> audiences,
      String jwksUri,
      String jwks,
      ImmutableList<FromHeader> fromHeaders,
      ImmutableList<String> fromParams,
      ImmutableList<String> fromCookies,
      String outputPayloadToHeader,
      boolean forwardOriginalToken,
      ImmutableList<ClaimToHeader> outputClaimToHeaders,
      Optional<Duration> timeout,
      ImmutableList<String> spaceDelimitedClaims) {}

  /** {@code prefix} is removed before the token is read, {@code "Bearer "} for example. */
  public record FromHeader(String name, String prefix) {}

  public record ClaimToHeader(String header, String claim) {}
}
