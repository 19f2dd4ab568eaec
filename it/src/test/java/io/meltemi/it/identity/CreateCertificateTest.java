package io.meltemi.it.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.meltemi.ca.SpiffeId;
import io.meltemi.it.mesh.TestMesh;
import io.meltemi.it.mesh.TestMesh.Options;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The published protocol, spoken by a client that shares nothing with ours, to an istiod that signs
 * itself and to one that is plugged in below two intermediates.
 */
final class CreateCertificateTest {

  private static final SpiffeId REVIEWS = new SpiffeId("cluster.local", "default", "reviews");
  private static final String URI = "spiffe://cluster.local/ns/default/sa/reviews";
  private static final Duration DAY = Duration.ofHours(24);

  enum Kind {
    SELF_SIGNED,
    PLUGGED_IN
  }

  @SuppressWarnings("NullAway.Init")
  private static TestMesh selfSigned;

  @SuppressWarnings("NullAway.Init")
  private static TestMesh pluggedIn;

  @SuppressWarnings("NullAway.Init")
  private static Pki.Signed root;

  @SuppressWarnings("NullAway.Init")
  private static Pki.Signed middle;

  @SuppressWarnings("NullAway.Init")
  private static Pki.Signed issuer;

  @BeforeAll
  static void start(@TempDir Path temp) throws Exception {
    selfSigned = TestMesh.start();
    root = Pki.root("CN=Company Root");
    middle = Pki.below(root, "CN=Company Middle");
    issuer = Pki.below(middle, "CN=Mesh Issuer");
    Path folder = Files.createDirectories(temp.resolve("cacerts"));
    Pki.plugIn(folder, issuer, issuer.pem() + middle.pem(), root);
    pluggedIn = TestMesh.start(Options.istiodFlags("--cacerts", folder.toString()));
  }

  @AfterAll
  static void stop() throws Exception {
    selfSigned.close();
    pluggedIn.close();
  }

  private static TestMesh mesh(Kind kind) {
    return switch (kind) {
      case SELF_SIGNED -> selfSigned;
      case PLUGGED_IN -> pluggedIn;
    };
  }

  private static String token(TestMesh mesh) {
    return mesh.tokens().sign(REVIEWS, Duration.ofMinutes(5));
  }

  private static ImmutableList<String> ask(TestMesh mesh, String csr, long seconds)
      throws Exception {
    try (CertificateClient client = client(mesh)) {
      return client.ask(token(mesh), csr, seconds);
    }
  }

  private static CertificateClient client(TestMesh mesh) throws Exception {
    return CertificateClient.to(mesh.secureDiscovery(), mesh.rootCertificate());
  }

  @Test
  void aSelfSignedChainIsLeafAndRoot() throws Exception {
    Key key = Key.p256();
    ImmutableList<X509Certificate> chain = each(ask(selfSigned, key.csr(), 0));
    assertThat(chain).hasSize(2);
    assertThat(chain.getFirst().getPublicKey()).isEqualTo(key.publicKey());
    assertThat(Pki.pem(chain.getLast()).strip())
        .isEqualTo(Files.readString(selfSigned.rootCertificate()).strip());
    verify(chain);
  }

  @Test
  void aPluggedInChainIsLeafIntermediatesAndTheRootLast() throws Exception {
    ImmutableList<X509Certificate> chain = each(ask(pluggedIn, Key.p256().csr(), 0));
    assertThat(chain.subList(1, 4))
        .containsExactly(issuer.certificate(), middle.certificate(), root.certificate());
    assertThat(chain).hasSize(4);
    verify(chain);
  }

  @ParameterizedTest
  @EnumSource
  void theLeafHasTheCallersIdentityAndNothingThatWasAskedFor(Kind kind) throws Exception {
    String csr = Key.p256().greedyCsr("spiffe://cluster.local/ns/istio-system/sa/istiod");
    X509Certificate leaf = each(ask(mesh(kind), csr, 0)).getFirst();
    assertThat(leaf.getSubjectAlternativeNames()).containsExactly(List.of(6, URI));
    assertThat(leaf.getSubjectX500Principal().getName()).isEmpty();
    assertThat(leaf.getBasicConstraints()).as("no CA").isEqualTo(-1);
    assertThat(leaf.getKeyUsage()[0]).as("digitalSignature").isTrue();
    assertThat(leaf.getExtendedKeyUsage())
        .containsExactlyInAnyOrder("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
  }

  @ParameterizedTest
  @EnumSource
  void aCertificateLivesADayUnlessAskedOtherwise(Kind kind) throws Exception {
    assertThat(life(kind, 0)).isEqualTo(DAY);
    assertThat(life(kind, -1)).isEqualTo(DAY);
    assertThat(life(kind, 3600)).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void ninetyDaysIsTheMost() throws Exception {
    long most = Duration.ofDays(90).toSeconds();
    assertThat(life(Kind.SELF_SIGNED, most)).isEqualTo(Duration.ofDays(90));
    for (long tooLong : new long[] {most + 1, Long.MAX_VALUE}) {
      StatusRuntimeException refused =
          refused(selfSigned, token(selfSigned), Key.p256().csr(), tooLong);
      assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }
  }

  @Test
  void nothingOutlivesWhatSignedIt() throws Exception {
    X509Certificate leaf =
        each(ask(pluggedIn, Key.p256().csr(), Duration.ofDays(90).toSeconds())).getFirst();
    // The root was made first, and ends first.
    assertThat(leaf.getNotAfter()).isEqualTo(root.certificate().getNotAfter());
  }

  @ParameterizedTest
  @EnumSource
  void aCertificateIsGoodFromTwoMinutesAgo(Kind kind) throws Exception {
    Duration early = Duration.ofMinutes(2);
    Instant asked = Instant.now().truncatedTo(ChronoUnit.SECONDS); // as certificates have it
    X509Certificate leaf = each(ask(mesh(kind), Key.p256().csr(), 0)).getFirst();
    assertThat(leaf.getNotBefore().toInstant())
        .isBetween(asked.minus(early), Instant.now().minus(early));
  }

  @Test
  void whoHasACertificateNeedsNoToken() throws Exception {
    Key first = Key.p256();
    ImmutableList<String> chain = ask(selfSigned, first.csr(), 3600);
    Key second = Key.p256();
    try (CertificateClient client =
        CertificateClient.showing(
            selfSigned.secureDiscovery(), selfSigned.rootCertificate(), chain.getFirst(), first)) {
      X509Certificate leaf = each(client.ask("", second.csr(), 0)).getFirst();
      assertThat(leaf.getSubjectAlternativeNames()).containsExactly(List.of(6, URI));
      assertThat(leaf.getPublicKey()).isEqualTo(second.publicKey());
    }
  }

  @Test
  void rsaKeysAreAsGood() throws Exception {
    Key key = Key.rsa(2048);
    ImmutableList<X509Certificate> chain = each(ask(pluggedIn, key.csr(), 0));
    assertThat(chain.getFirst().getPublicKey()).isEqualTo(key.publicKey());
    verify(chain);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "junk", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0."})
  void whoProvesNothingIsUnauthenticated(String token) throws Exception {
    StatusRuntimeException refused = refused(selfSigned, token, Key.p256().csr(), 0);
    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
  }

  @Test
  void aTokenOfAnotherMeshProvesNothing() throws Exception {
    StatusRuntimeException refused = refused(selfSigned, token(pluggedIn), Key.p256().csr(), 0);
    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
  }

  @Test
  void whatIsNoRequestIsAnInvalidArgument() throws Exception {
    String good = Key.p256().csr();
    for (String bad :
        List.of(
            "",
            "junk",
            good + good,
            good.replace("CERTIFICATE REQUEST", "CERTIFICATE"),
            good.substring(0, good.length() / 2),
            tampered(good),
            Key.rsa(1024).csr())) {
      StatusRuntimeException refused = refused(selfSigned, token(selfSigned), bad, 0);
      assertThat(refused.getStatus().getCode()).as(bad).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(refused.getStatus().getDescription()).isNotEmpty();
    }
  }

  /** Another bit in the signature, which stands last. */
  private static String tampered(String csr) {
    String body = csr.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    byte[] der = Base64.getDecoder().decode(body);
    der[der.length - 1] ^= 1;
    return Key.pem("CERTIFICATE REQUEST", der);
  }

  private static StatusRuntimeException refused(
      TestMesh mesh, String token, String csr, long seconds) throws Exception {
    try (CertificateClient client = client(mesh)) {
      return Assertions.catchThrowableOfType(
          StatusRuntimeException.class, () -> client.ask(token, csr, seconds));
    }
  }

  private static Duration life(Kind kind, long seconds) throws Exception {
    X509Certificate leaf = each(ask(mesh(kind), Key.p256().csr(), seconds)).getFirst();
    // It begins two minutes before it was asked for.
    return Duration.between(
        leaf.getNotBefore().toInstant().plusSeconds(120), leaf.getNotAfter().toInstant());
  }

  /** One certificate in each PEM. */
  private static ImmutableList<X509Certificate> each(List<String> pems) throws Exception {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    ImmutableList.Builder<X509Certificate> all = ImmutableList.builder();
    for (String pem : pems) {
      assertThat(pem).containsOnlyOnce("-----BEGIN CERTIFICATE-----");
      all.add(
          (X509Certificate)
              factory.generateCertificate(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
    }
    return all.build();
  }

  private static void verify(ImmutableList<X509Certificate> chain) throws Exception {
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(chain.getLast(), null)));
    parameters.setRevocationEnabled(false);
    CertPathValidator.getInstance("PKIX")
        .validate(
            CertificateFactory.getInstance("X.509")
                .generateCertPath(chain.subList(0, chain.size() - 1)),
            parameters);
  }
}
