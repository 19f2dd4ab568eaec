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
      ImmutableList<String> spaceDelimitedClaims) {

    private static final String DISCOVERY = "/.well-known/openid-configuration";

    /**
     * Where the keys are fetched from: the JWKS, or the OpenID document of the issuer that says
     * where they are. Absent when they are written down, or nothing tells.
     */
    public Optional<String> keysAddress() {
      if (!jwks.isEmpty()) {
        return Optional.empty();
      }
      if (!jwksUri.isEmpty()) {
        return Optional.of(jwksUri);
      }
      return issuer.startsWith("https://") || issuer.startsWith("http://")
          ? Optional.of(withoutSlash(issuer) + DISCOVERY)
          : Optional.empty();
    }

    /** Whether an address is that of an OpenID document rather than of keys. */
    public static boolean isDiscovery(String address) {
      return address.endsWith(DISCOVERY);
    }

    private static String withoutSlash(String address) {
      return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }
  }

  /** {@code prefix} is removed before the token is read, {@code "Bearer "} for example. */
  public record FromHeader(String name, String prefix) {}

  public record ClaimToHeader(String header, String claim) {}
}
