package io.meltemi.ca.authenticate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.meltemi.ca.SpiffeId;
import io.meltemi.ca.TestClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An issuer over HTTP on this machine, and those who pretend to be it. */
final class OidcAuthenticatorTest {
  private static final String ISSUER = "https://issuer.example";
  private static RSAKey rsa;
  private static ECKey ec;
  private static RSAKey stranger;

  private final TestClock clock = TestClock.standing();
  private final AtomicInteger fetches = new AtomicInteger();
  private volatile String keySet = "";
  private volatile int status = 200;
  private HttpServer issuer;
  private OidcAuthenticator authenticator;

  @BeforeAll
  static void makeKeys() throws Exception {
    rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
    ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
    stranger = new RSAKeyGenerator(2048).keyID("rsa").generate();
  }

  @BeforeEach
  void start() throws Exception {
    keySet = new JWKSet(ImmutableList.of(rsa.toPublicJWK(), ec.toPublicJWK())).toString();
    issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer.createContext(
        "/",
        exchange -> {
          fetches.incrementAndGet();
          byte[] body = keySet.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          try (var out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    issuer.start();
    authenticator =
        OidcAuthenticator.withKeysAt(
            new OidcOptions(ISSUER, ImmutableSet.of("istio-ca", "other"), "cluster.local"),
            URI.create("http://127.0.0.1:" + issuer.getAddress().getPort() + "/keys"),
            clock);
  }

  @AfterEach
  void stop() {
    issuer.stop(0);
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience("istio-ca")
        .subject("system:serviceaccount:bookinfo:reviews")
        .expirationTime(Date.from(clock.instant().plusSeconds(600)));
  }

  private static String signed(
      JWSAlgorithm algorithm, String kid, JWSSigner signer, JWTClaimsSet claims) throws Exception {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(algorithm).keyID(kid).type(JOSEObjectType.JWT).build(), claims);
    jwt.sign(signer);
    return jwt.serialize();
  }

  private String byIssuer(JWTClaimsSet.Builder claims) throws Exception {
    return signed(JWSAlgorithm.RS256, "rsa", new RSASSASigner(rsa), claims.build());
  }

  private Verdict show(String token) {
    return authenticator.authenticate(
        new CallCredentials(Optional.of(token), ImmutableList.of(), "1.2.3.4:5"));
  }

  private void refused(String token, String says) {
    assertThat(show(token))
        .isInstanceOfSatisfying(
            Verdict.Refused.class, refusal -> assertThat(refusal.reason()).contains(says));
  }

  @Test
  void tokensOfTheIssuerAreTaken() throws Exception {
    Verdict expected =
        new Verdict.Verified(new SpiffeId("cluster.local", "bookinfo", "reviews"), "oidc");
    assertThat(show(byIssuer(claims()))).isEqualTo(expected);
    assertThat(show(signed(JWSAlgorithm.ES256, "ec", new ECDSASigner(ec), claims().build())))
        .isEqualTo(expected);
    assertThat(fetches).as("keys are kept").hasValue(1);
  }

  @Test
  void withoutATokenItSaysNothing() {
    assertThat(
            authenticator.authenticate(
                new CallCredentials(Optional.empty(), ImmutableList.of(), "x")))
        .isEqualTo(new Verdict.Absent());
  }

  @Test
  void aStrangersKeyUnderAKnownNameIsRefused() throws Exception {
    refused(
        signed(JWSAlgorithm.RS256, "rsa", new RSASSASigner(stranger), claims().build()),
        "signature");
  }

  @Test
  void aPublicKeyIsNoSharedSecret() throws Exception {
    for (byte[] secret :
        ImmutableList.of(
            rsa.toRSAPublicKey().getEncoded(),
            keySet.getBytes(StandardCharsets.UTF_8),
            ("-----BEGIN PUBLIC KEY-----\n"
                    + Base64.getMimeEncoder().encodeToString(rsa.toRSAPublicKey().getEncoded())
                    + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.UTF_8))) {
      refused(
          signed(JWSAlgorithm.HS256, "rsa", new MACSigner(secret), claims().build()), "signature");
    }
  }

  @Test
  void unsignedTokensAreRefused() throws Exception {
    refused(new PlainJWT(claims().build()).serialize(), "not a signed JWT");
    String[] parts = byIssuer(claims()).split("\\.", -1);
    refused(parts[0] + "." + parts[1] + ".", "not a signed JWT");
  }

  @Test
  void claimsThatAreNotForUsAreRefused() throws Exception {
    refused(byIssuer(claims().issuer(ISSUER + "/")), "another issuer");
    refused(byIssuer(claims().audience("vault")), "another audience");
    refused(byIssuer(claims().expirationTime(null)), "no end");
    refused(
        byIssuer(claims().expirationTime(Date.from(clock.instant().minusSeconds(61)))), "expired");
    refused(
        byIssuer(claims().expirationTime(Date.from(java.time.Instant.ofEpochSecond(-5)))),
        "expired");
    refused(
        byIssuer(claims().notBeforeTime(Date.from(clock.instant().plusSeconds(61)))),
        "not valid yet");
    refused(byIssuer(claims().subject("alice@example.com")), "not a service account");
    refused(byIssuer(claims().subject("system:serviceaccount:a/sa/b:c")), "not a service account");
  }

  @Test
  void anotherIssuersTokenFetchesNoKeys() throws Exception {
    refused(byIssuer(claims().issuer("https://evil.example")), "another issuer");
    assertThat(fetches).hasValue(0);
  }

  @Test
  void junkKeyNamesFetchKeysAFewTimesOnly() throws Exception {
    for (int i = 0; i < 50; i++) {
      assertThat(
              show(
                  signed(
                      JWSAlgorithm.RS256,
                      "../../" + i + "' OR 1=1 \u0000",
                      new RSASSASigner(stranger),
                      claims().build())))
          .isInstanceOf(Verdict.Refused.class);
    }
    assertThat(fetches.get()).isLessThanOrEqualTo(3);
    assertThat(show(byIssuer(claims())))
        .as("proper ones get in all the while")
        .isInstanceOf(Verdict.Verified.class);
  }

  @Test
  void withoutKeysEverybodyIsRefused() throws Exception {
    status = 500;
    refused(byIssuer(claims()), "cannot be had");
    keySet = "not json";
    status = 200;
    assertThat(show(byIssuer(claims()))).isInstanceOf(Verdict.Refused.class);
    keySet = "{\"keys\":[]}";
    assertThat(show(byIssuer(claims()))).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void hugeAndMalformedTokensAreRefused() {
    refused("a".repeat(1_000_000), "too long");
    for (String junk : new String[] {"", ".", "..", "a.b.c", "a.b.c.d.e", "\u0000", "{}"}) {
      refused(junk, "not a signed JWT");
    }
  }
}
