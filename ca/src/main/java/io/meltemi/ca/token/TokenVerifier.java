package io.meltemi.ca.token;

import com.google.common.collect.ImmutableSet;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.InstantSource;

/** Verifies the tokens that {@link TokenSigner} signs, and takes no others. */
public final class TokenVerifier {
  private final TokenKey key;
  private final InstantSource clock;

  public TokenVerifier(TokenKey key, InstantSource clock) {
    this.key = key;
    this.clock = clock;
  }

  public WorkloadToken verify(String token) throws TokenRefused {
    if (token.length() > TokenClaims.MAX_LENGTH) {
      throw new TokenRefused("the token is too long");
    }
    JWTClaimsSet claims = verified(token);
    String subject =
        TokenClaims.subject(
            claims, WorkloadToken.ISSUER, ImmutableSet.of(WorkloadToken.AUDIENCE), clock.instant());
    return new WorkloadToken(subject, claims.getExpirationTime().toInstant());
  }

  private JWTClaimsSet verified(String token) throws TokenRefused {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      // One algorithm, fixed here and never taken from the token.
      if (!jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.HS256)) {
        throw new TokenRefused("the token is not signed with HS256, as istiod's own are");
      }
      if (!jwt.verify(new MACVerifier(key.secret()))) {
        throw new TokenRefused("the token's signature is not istiod's");
      }
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      if (claims == null) {
        throw new TokenRefused("the token has no claims");
      }
      return claims;
    } catch (ParseException | JOSEException | IllegalArgumentException _) {
      // The causes quote what was read.
      throw new TokenRefused("the token is not a signed JWT");
    }
  }
}
