package io.meltemi.ca.token;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;

/**
 * What the claims of a token must say before its subject counts; its signature is verified before.
 */
public final class TokenClaims {
  /** More than this no credential of ours has; a token of Kubernetes has some 1,200 characters. */
  public static final int MAX_LENGTH = 16 * 1024;

  /** How far the issuer's clock may be from ours. */
  private static final Duration SKEW = Duration.ofSeconds(60);

  private TokenClaims() {}

  /** The subject, of a token from that issuer, for one of those audiences, at that time. */
  public static String subject(
      JWTClaimsSet claims, String issuer, Collection<String> audiences, Instant now)
      throws TokenRefused {
    if (!issuer.equals(claims.getIssuer())) {
      throw new TokenRefused("the token is from another issuer");
    }
    if (Collections.disjoint(claims.getAudience(), audiences)) {
      throw new TokenRefused("the token is for another audience");
    }
    Date expires = claims.getExpirationTime();
    if (expires == null) {
      throw new TokenRefused("the token has no end");
    }
    if (!expires.toInstant().plus(SKEW).isAfter(now)) {
      throw new TokenRefused("the token has expired");
    }
    Date notBefore = claims.getNotBeforeTime();
    if (notBefore != null && notBefore.toInstant().isAfter(now.plus(SKEW))) {
      throw new TokenRefused("the token is not valid yet");
    }
    String subject = claims.getSubject();
    if (subject == null) {
      throw new TokenRefused("the token has no subject");
    }
    return subject;
  }
}
