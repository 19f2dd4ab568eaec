package io.meltemi.ca.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.meltemi.ca.SpiffeId;
import io.meltemi.ca.TestClock;
import io.meltemi.ca.x509.Csrs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokenVerifierTest {
  private static final SpiffeId ID = new SpiffeId("cluster.local", "bookinfo", "reviews");

  @TempDir Path folder;
  private final TestClock clock = TestClock.standing();
  private TokenKey key;
  private TokenVerifier verifier;

  @BeforeEach
  void makeKey() {
    key = TokenKey.in(folder);
    verifier = new TokenVerifier(key, clock);
  }

  private String token() {
    return new TokenSigner(key, clock).sign(ID, Duration.ofHours(1));
  }

  @Test
  void whatWasSignedIsVerifiedUntilItsEnd() throws Exception {
    String token = token();
    assertThat(verifier.verify(token).subject())
        .isEqualTo("system:serviceaccount:bookinfo:reviews");
    assertThat(verifier.verify(token).expiresAt()).isEqualTo(clock.instant().plusSeconds(3600));
    clock.forward(Duration.ofMinutes(62));
    refused(token, "expired");
  }

  @Test
  void anotherProcessWithTheSameFolderHasTheSameKey() throws Exception {
    String token = new TokenSigner(TokenKey.in(folder), clock).sign(ID, Duration.ofHours(1));
    assertThat(verifier.verify(token).subject()).isEqualTo(ID.subject());
  }

  @Test
  void theKeyIsReadableForItsOwnerOnlyAndPrintsAsNothing() throws Exception {
    Path file = folder.resolve("token-key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(key).hasToString("TokenKey");
  }

  @Test
  void aTokenOfAnotherKeyIsRefused(@TempDir Path other) {
    refused(
        new TokenSigner(TokenKey.in(other), clock).sign(ID, Duration.ofHours(1)),
        "signature is not istiod's");
  }

  @Test
  void anUnsignedTokenIsRefused() {
    refused(new PlainJWT(claims().build()).serialize(), "not a signed JWT");
    String body = token().split("\\.", -1)[1];
    for (String alg : new String[] {"none", "None", "NONE", "nOnE", ""}) {
      refused(base64("{\"alg\":\"" + alg + "\"}") + "." + body + ".", "");
    }
  }

  @Test
  void anotherAlgorithmIsRefusedEvenWithTheRightKey() throws Exception {
    // 32 bytes of key are too few for HS512 by the book; a forger does not mind.
    SignedJWT rsa = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims().build());
    rsa.sign(new RSASSASigner(Csrs.rsa(2048).getPrivate()));
    refused(rsa.serialize(), "HS256");
  }

  @Test
  void aChangedTokenIsRefused() {
    String[] parts = token().split("\\.", -1);
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    String changed = claims.replace("bookinfo:reviews", "istio-system:istiod");
    assertThat(changed).isNotEqualTo(claims);
    refused(parts[0] + "." + base64(changed) + "." + parts[2], "signature");
  }

  @Test
  void anotherAudienceIssuerNoEndAndNotYetAreRefused() throws Exception {
    refused(signed(claims().audience("vault")), "another audience");
    refused(signed(claims().audience((String) null)), "another audience");
    refused(signed(claims().issuer("https://accounts.example")), "another issuer");
    refused(signed(claims().issuer(null)), "another issuer");
    refused(signed(claims().expirationTime(null)), "no end");
    refused(signed(claims().expirationTime(Date.from(Instant.ofEpochSecond(-1)))), "expired");
    refused(signed(claims().subject(null)), "no subject");
    refused(
        signed(claims().notBeforeTime(Date.from(clock.instant().plusSeconds(600)))),
        "not valid yet");
  }

  @Test
  void junkIsRefused() {
    for (String junk :
        new String[] {
          "",
          ".",
          "..",
          "a.b.c",
          "a.b.c.d.e",
          "\u0000.\u0000.\u0000",
          base64("{}") + "..",
          base64("[]") + "." + base64("{}") + ".x",
          base64("{\"alg\":\"HS256\",\"crit\":[\"x\"],\"x\":1}") + "." + base64("{}") + ".x",
          base64("{\"alg\":5}") + "." + base64("{}") + ".x",
          base64("[".repeat(11_000)) + "." + base64("{}") + ".x",
          base64("{\"alg\":\"HS256\",\"a\":" + "[".repeat(11_000)) + "." + base64("{}") + ".x",
        }) {
      refused(junk, "");
    }
    refused("a".repeat(1_000_000), "too long");
  }

  @Test
  void aTokenLivesAWeekAtMost() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new TokenSigner(key, clock).sign(ID, Duration.ofDays(8)));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new TokenSigner(key, clock).sign(ID, Duration.ZERO));
  }

  private JWTClaimsSet.Builder claims() {
    Instant now = clock.instant();
    return new JWTClaimsSet.Builder()
        .issuer("istiod")
        .audience("istio-ca")
        .subject(ID.subject())
        .expirationTime(Date.from(now.plusSeconds(600)));
  }

  private String signed(JWTClaimsSet.Builder claims) throws Exception {
    SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims.build());
    token.sign(new MACSigner(key.secret()));
    return token.serialize();
  }

  private void refused(String token, String says) {
    assertThatExceptionOfType(TokenRefused.class)
        .isThrownBy(() -> verifier.verify(token))
        .withMessageContaining(says);
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
