package io.meltemi.it.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.grpc.StatusRuntimeException;
import io.meltemi.it.backend.Behaviour;
import io.meltemi.it.backend.HttpBackend;
import io.meltemi.it.mesh.TestMesh;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tokens of an OpenID Connect issuer prove who one is, as {@code JWT_RULE} says. */
final class OidcTest {

  private static final String SUBJECT = "system:serviceaccount:shop:orders";

  @SuppressWarnings("NullAway.Init")
  private static ECKey key;

  @SuppressWarnings("NullAway.Init")
  private static HttpBackend issuer;

  @SuppressWarnings("NullAway.Init")
  private static TestMesh mesh;

  @BeforeAll
  static void start() throws Exception {
    key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
    issuer = HttpBackend.start("issuer", "127.0.0.1", 0);
    issuer.behave(
        request ->
            new Behaviour.Reply(
                200,
                ImmutableMap.of(),
                request.target().contains(".well-known")
                    ? "{\"issuer\":\"" + url() + "\",\"jwks_uri\":\"" + url() + "/keys\"}"
                    : new JWKSet(key.toPublicJWK()).toString()));
    mesh =
        TestMesh.start(
            TestMesh.Options.istiodFlags(
                "--jwtRule", "{\"issuer\":\"" + url() + "\",\"audiences\":[\"mesh\"]}"));
  }

  @AfterAll
  static void stop() throws Exception {
    mesh.close();
    issuer.close();
  }

  private static String url() {
    return "http://" + issuer.address();
  }

  @Test
  void aTokenOfTheIssuerIsAsGoodAsAnyOther() throws Exception {
    assertThat(identity(token(key, url(), "mesh", SUBJECT, 300)))
        .containsExactly(List.of(6, "spiffe://cluster.local/ns/shop/sa/orders"));
    String ours =
        mesh.tokens()
            .sign(
                new io.meltemi.ca.SpiffeId("cluster.local", "default", "reviews"),
                Duration.ofMinutes(1));
    assertThat(identity(ours))
        .containsExactly(List.of(6, "spiffe://cluster.local/ns/default/sa/reviews"));
  }

  @Test
  void othersAreNot() throws Exception {
    ECKey stranger = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
    for (String bad :
        List.of(
            token(stranger, url(), "mesh", SUBJECT, 300),
            token(key, "http://other.example", "mesh", SUBJECT, 300),
            token(key, url(), "another-service", SUBJECT, 300),
            token(key, url(), "mesh", SUBJECT, -300),
            token(key, url(), "mesh", "somebody@example.com", 300),
            confused())) {
      assertThatThrownBy(() -> identity(bad))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessageStartingWith("UNAUTHENTICATED");
    }
  }

  /** The names that istiod certifies for the bearer. */
  private static Iterable<List<?>> identity(String token) throws Exception {
    try (CertificateClient client =
        CertificateClient.to(mesh.secureDiscovery(), mesh.rootCertificate())) {
      String leaf = client.ask(token, Key.p256().csr(), 0).getFirst();
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(
                      new ByteArrayInputStream(leaf.getBytes(StandardCharsets.US_ASCII)));
      return certificate.getSubjectAlternativeNames();
    }
  }

  private static String token(
      ECKey by, String issuer, String audience, String subject, long seconds) throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k1").build(),
            claims(issuer, audience, subject, seconds));
    token.sign(new ECDSASigner(by));
    return token.serialize();
  }

  /** The issuer's public key as if it were a shared secret. */
  private static String confused() throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(),
            claims(url(), "mesh", SUBJECT, 300));
    token.sign(new MACSigner(key.toPublicJWK().toJSONString()));
    return token.serialize();
  }

  private static JWTClaimsSet claims(String issuer, String audience, String subject, long seconds) {
    return new JWTClaimsSet.Builder()
        .issuer(issuer)
        .audience(audience)
        .subject(subject)
        .issueTime(Date.from(Instant.now()))
        .expirationTime(Date.from(Instant.now().plusSeconds(seconds)))
        .build();
  }
}
