package io.meltemi.ca.authenticate;

import com.google.common.collect.ImmutableSet;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.meltemi.ca.token.TokenClaims;
import io.meltemi.ca.token.TokenRefused;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes JWTs of one OpenID Connect issuer whose subject is a service account, as Kubernetes issues
 * them. Only asymmetric algorithms, so that a public key can never be used as a shared secret; only
 * keys of the issuer's own set, and none at all when that cannot be had.
 */
public final class OidcAuthenticator implements Authenticator {
  private static final Logger log = LoggerFactory.getLogger(OidcAuthenticator.class);

  private static final ImmutableSet<JWSAlgorithm> ALGORITHMS =
      ImmutableSet.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private static final int TIMEOUT_MILLIS = 5_000;
  private static final int MAX_KEY_SET_BYTES = 1024 * 1024;

  private final OidcOptions options;
  private final InstantSource clock;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  public OidcAuthenticator(
      OidcOptions options, JWKSource<SecurityContext> keys, InstantSource clock) {
    this.options = options;
    this.clock = clock;
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
    // The claims are checked here, against our clock and with our words.
    processor.setJWTClaimsSetVerifier((_, _) -> {});
  }

  /** As a rule says, in that trust domain. */
  public static OidcAuthenticator of(JwtRule rule, String trustDomain, InstantSource clock) {
    OidcOptions options = rule.in(trustDomain);
    return rule.jwksUri()
        .map(address -> withKeysAt(options, address, clock))
        .orElseGet(
            () ->
                new OidcAuthenticator(
                    options,
                    new DiscoveredKeys(
                        rule.issuer(), retriever(), OidcAuthenticator::keysAt, clock),
                    clock));
  }

  /** With the keys at that address. */
  public static OidcAuthenticator withKeysAt(
      OidcOptions options, URI jwksUri, InstantSource clock) {
    return new OidcAuthenticator(options, keysAt(jwksUri), clock);
  }

  /**
   * Kept for five minutes, and asked for at most twice in half a minute however many tokens name
   * unknown keys.
   */
  private static JWKSource<SecurityContext> keysAt(URI jwksUri) {
    try {
      return JWKSourceBuilder.create(jwksUri.toURL(), retriever()).retrying(true).build();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("Not an address of keys: " + jwksUri, e);
    }
  }

  private static DefaultResourceRetriever retriever() {
    return new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MAX_KEY_SET_BYTES);
  }

  @Override
  public String name() {
    return "oidc";
  }

  @Override
  public Verdict authenticate(CallCredentials call) {
    if (call.bearerToken().isEmpty()) {
      return new Verdict.Absent();
    }
    try {
      JWTClaimsSet claims = verified(call.bearerToken().get(), call.peer());
      String subject =
          TokenClaims.subject(claims, options.issuer(), options.audiences(), clock.instant());
      return Subjects.verdict(options.trustDomain(), subject, name());
    } catch (TokenRefused e) {
      return new Verdict.Refused(String.valueOf(e.getMessage()));
    }
  }

  private JWTClaimsSet verified(String token, String peer) throws TokenRefused {
    if (token.length() > TokenClaims.MAX_LENGTH) {
      throw new TokenRefused("the token is too long");
    }
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      JWTClaimsSet unverified = jwt.getJWTClaimsSet();
      if (unverified == null || !options.issuer().equals(unverified.getIssuer())) {
        // Before any key is looked for: somebody else's tokens must not make us fetch ours.
        throw new TokenRefused("the token is from another issuer");
      }
      return processor.process(jwt, null);
    } catch (ParseException | IllegalArgumentException _) {
      throw new TokenRefused("the token is not a signed JWT");
    } catch (BadJOSEException _) {
      throw new TokenRefused("the token's signature is of no key of its issuer");
    } catch (JOSEException e) {
      log.warn("The keys of {} cannot be had for {}: {}", options.issuer(), peer, e.toString());
      throw new TokenRefused("the keys of the token's issuer cannot be had");
    }
  }
}
