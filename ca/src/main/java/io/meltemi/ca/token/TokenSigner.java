package io.meltemi.ca.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.meltemi.ca.SpiffeId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.UUID;

/** Signs tokens of service accounts: who holds one can become that workload until it ends. */
public final class TokenSigner {
  private final TokenKey key;
  private final InstantSource clock;

  public TokenSigner(TokenKey key, InstantSource clock) {
    this.key = key;
    this.clock = clock;
  }

  /** A token for that account; the trust domain is not part of it. */
  public String sign(SpiffeId id, Duration ttl) {
    if (!ttl.isPositive() || ttl.compareTo(WorkloadToken.MAX_TTL) > 0) {
      throw new IllegalArgumentException(
          "A token lives more than no time and at most "
              + WorkloadToken.MAX_TTL.toHours()
              + " hours");
    }
    Instant now = clock.instant();
    SignedJWT token =
        new SignedJWT(
            new JWSHeader(JWSAlgorithm.HS256),
            new JWTClaimsSet.Builder()
                .issuer(WorkloadToken.ISSUER)
                .audience(WorkloadToken.AUDIENCE)
                .subject(id.subject())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(ttl)))
                .jwtID(UUID.randomUUID().toString())
                .build());
    try {
      token.sign(new MACSigner(key.secret()));
    } catch (JOSEException e) {
      throw new IllegalStateException("256 bits are enough for HS256", e);
    }
    return token.serialize();
  }
}
