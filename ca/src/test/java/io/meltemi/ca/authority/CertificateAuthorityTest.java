package io.meltemi.ca.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.meltemi.ca.SpiffeId;
import io.meltemi.ca.TestClock;
import io.meltemi.ca.x509.CsrRefused;
import io.meltemi.ca.x509.Csrs;
import io.meltemi.ca.x509.KeyType;
import io.meltemi.ca.x509.Pem;
import io.meltemi.ca.x509.Verification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CertificateAuthorityTest {
  private static final SpiffeId ID = new SpiffeId("cluster.local", "bookinfo", "reviews");
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path folder;
  private final TestClock clock = TestClock.standing();

  private CertificateAuthority authority() {
    return authority(CaOptions.of("cluster.local"));
  }

  private CertificateAuthority authority(CaOptions options) {
    return CertificateAuthority.selfSigned(folder.resolve("state"), options, clock);
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void theJdkVerifiesWhatEachKindOfRootSigns(KeyType type) throws Exception {
    CertificateAuthority authority = authority(CaOptions.of("cluster.local").withRootKey(type));
    IssuedIdentity issued = authority.issue(ID, HOUR);
    List<X509Certificate> chain = Pem.certificates(issued.chainPem());
    X509Certificate root = Pem.certificates(authority.trustBundle().pem()).getFirst();
    Verification.verify(chain, root, clock.instant());
    assertThat(belongs(Pem.privateKey(issued.privateKeyPem()), chain.getFirst())).isTrue();
  }

  /** What a root signed before a start is not known: it is trusted as long as that may live. */
  @Test
  void theOldRootOutlivesWhatWasSignedBeforeARestart() {
    authority().close();
    try (CertificateAuthority authority = authority()) {
      RootRotation rotation = authority.rotation().orElseThrow();
      rotation.driveBy(_ -> true);
      rotation.begin();
      clock.forward(authority.options().rotationWait());
      rotation.look(authority.trustBundle().version());
      clock.forward(
          authority.options().maxTtl().minus(authority.options().rotationWait()).minusSeconds(1));
      rotation.look(authority.trustBundle().version());
      assertThat(authority.ownRoots()).hasSize(2);
      clock.forward(Duration.ofSeconds(1));
      rotation.look(authority.trustBundle().version());
      assertThat(authority.ownRoots()).hasSize(1);
    }
  }

  @Test
  void aLeafHasTheIdentityAndNothingElse() throws Exception {
    X509Certificate leaf = Pem.certificates(authority().issue(ID, HOUR).chainPem()).getFirst();
    assertThat(leaf.getSubjectAlternativeNames())
        .containsExactly(List.of(6, "spiffe://cluster.local/ns/bookinfo/sa/reviews"));
    assertThat(leaf.getSubjectX500Principal().getName()).isEmpty();
    assertThat(leaf.getCriticalExtensionOIDs())
        .as("key usage, SAN (the subject is empty), basic constraints")
        .containsExactlyInAnyOrder("2.5.29.15", "2.5.29.17", "2.5.29.19");
    assertThat(leaf.getBasicConstraints()).as("not a CA").isEqualTo(-1);
    assertThat(leaf.getExtendedKeyUsage())
        .containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
    assertThat(leaf.getKeyUsage()).containsExactly(usage(0));
    assertThat(leaf.getSerialNumber().bitLength()).isEqualTo(129);
  }

  @Test
  void rsaLeavesMayAlsoEncipherKeys() throws Exception {
    ImmutableList<String> chain = authority().sign(Csrs.proper(Csrs.rsa(2048)), ID, HOUR);
    assertThat(Pem.certificates(chain.getFirst()).getFirst().getKeyUsage())
        .containsExactly(usage(0, 2));
  }

  @Test
  void aGreedyRequestGetsOnlyTheCallersOwnIdentity() throws Exception {
    KeyPair keys = KeyType.P256.generate();
    String csr = Csrs.greedy(keys, "spiffe://cluster.local/ns/istio-system/sa/istiod");
    X509Certificate leaf = Pem.certificates(authority().sign(csr, ID, HOUR).getFirst()).getFirst();
    assertThat(leaf.getSubjectAlternativeNames()).containsExactly(List.of(6, ID.toString()));
    assertThat(leaf.getSubjectX500Principal().getName()).isEmpty();
    assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
    assertThat(leaf.getKeyUsage()).containsExactly(usage(0));
    assertThat(leaf.getPublicKey()).isEqualTo(keys.getPublic());
  }

  @Test
  void aSignedChainIsLeafThenRootOnePemEach() throws Exception {
    CertificateAuthority authority = authority();
    ImmutableList<String> chain = authority.sign(Csrs.proper(KeyType.P256.generate()), ID, HOUR);
    assertThat(chain).hasSize(2);
    assertThat(chain.getLast()).isEqualTo(authority.trustBundle().pem());
    Verification.verify(
        Pem.certificates(chain.getFirst()),
        Pem.certificates(chain.getLast()).getFirst(),
        clock.instant());
  }

  @Test
  void validityStartsTwoMinutesBackAndLastsTheTtl() {
    IssuedIdentity issued = authority().issue(ID, HOUR);
    assertThat(issued.notBefore()).isEqualTo(clock.instant().minusSeconds(120));
    assertThat(issued.notAfter()).isEqualTo(clock.instant().plus(HOUR));
  }

  @Test
  void renewalComesAtAboutHalfOfTheLifeAndNotAlwaysAtTheSameTime() {
    CertificateAuthority authority = authority();
    Set<Instant> times = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      Instant at = authority.issue(ID, HOUR).renewAt();
      assertThat(at)
          .isBetween(
              clock.instant().plus(Duration.ofMinutes(27)),
              clock.instant().plus(Duration.ofMinutes(33)));
      times.add(at);
    }
    assertThat(times).hasSizeGreaterThan(10);
  }

  @Test
  void aWishIsGrantedBetweenTheShortestAndTheLongest() {
    CertificateAuthority authority = authority();
    assertThat(life(authority, Duration.ofMinutes(1))).isEqualTo(Duration.ofMinutes(1));
    assertThat(life(authority, Duration.ofMillis(1))).isEqualTo(Duration.ofSeconds(10));
    assertThat(life(authority, Duration.ofDays(1000))).isEqualTo(Duration.ofDays(90));
    assertThat(life(authority, Duration.ZERO)).isEqualTo(Duration.ofHours(24));
  }

  private Duration life(CertificateAuthority authority, Duration ttl) {
    return Duration.between(clock.instant(), authority.issue(ID, ttl).notAfter());
  }

  @Test
  void whoWantsMuchOfALifeLeftIsRenewedEarly() {
    CertificateWish wish = new CertificateWish(HOUR, 0.9);
    assertThat(authority().issue(ID, wish).renewAt())
        .isBetween(clock.instant().plusSeconds(324), clock.instant().plusSeconds(396));
  }

  @Test
  void nobodyIsRenewedAllTheTime() {
    CertificateWish wish = new CertificateWish(Duration.ofMillis(1), 0.999);
    assertThat(authority().issue(ID, wish).renewAt())
        .isAfterOrEqualTo(clock.instant().plusSeconds(4));
  }

  @Test
  void noCertificateLivesLongerThanItsIssuer() {
    CertificateAuthority authority =
        authority(CaOptions.of("cluster.local").withRootTtl(Duration.ofHours(2)));
    clock.forward(Duration.ofMinutes(90));
    assertThat(authority.issue(ID, HOUR).notAfter())
        .isEqualTo(authority.issuerNotAfter())
        .isEqualTo(clock.instant().plus(Duration.ofMinutes(30)));
  }

  @Test
  void afterTheIssuersEndNothingIsSigned() {
    CertificateAuthority authority = authority(CaOptions.of("cluster.local").withRootTtl(HOUR));
    clock.forward(HOUR);
    assertThatExceptionOfType(IssuanceUnavailable.class)
        .isThrownBy(() -> authority.issue(ID, HOUR));
  }

  @Test
  void zeroAndLessAskForTheDefaultAndTooMuchIsRefused() throws Exception {
    CertificateAuthority authority = authority();
    String csr = Csrs.proper(KeyType.P256.generate());
    for (long seconds : new long[] {0, -1, Long.MIN_VALUE}) {
      String leaf = authority.sign(csr, ID, Duration.ofSeconds(seconds)).getFirst();
      assertThat(Pem.certificates(leaf).getFirst().getNotAfter().toInstant())
          .isEqualTo(clock.instant().plus(Duration.ofHours(24)));
    }
    authority.sign(csr, ID, Duration.ofDays(90));
    for (Duration ttl :
        List.of(Duration.ofDays(90).plusSeconds(1), Duration.ofSeconds(Long.MAX_VALUE))) {
      assertThatExceptionOfType(CsrRefused.class)
          .isThrownBy(() -> authority.sign(csr, ID, ttl))
          .withMessageContaining("2160 hours");
    }
  }

  @Test
  void theSameRootIsUsedAfterARestart() {
    TrustBundle before = authority().trustBundle();
    assertThat(authority().trustBundle()).isEqualTo(before);
  }

  @Test
  void keysAreReadableForTheirOwnerOnly() throws Exception {
    authority();
    Path state = folder.resolve("state");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state)))
        .isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(state)) {
      assertThat(files)
          .hasSizeGreaterThan(2)
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo("rw-------"));
    }
  }

  @Test
  void aKeyThatOthersMayReadIsNotUsed() throws Exception {
    authority();
    try (Stream<Path> files = Files.list(folder.resolve("state"))) {
      for (Path file : files.toList()) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
      }
    }
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(this::authority)
        .withMessageContaining("chmod 600");
  }

  @Test
  void aServerCertificateHasItsDnsNames() throws Exception {
    CertificateAuthority authority = authority();
    IssuedIdentity issued =
        authority.issueServer(ImmutableSortedSet.of("istiod.istio-system.svc", "localhost"));
    X509Certificate leaf = Pem.certificates(issued.chainPem()).getFirst();
    assertThat(leaf.getSubjectAlternativeNames())
        .containsExactly(List.of(2, "istiod.istio-system.svc"), List.of(2, "localhost"));
    assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
  }

  @Test
  void rootsOfMeshConfigAreTrustedButNotForOurOwnCallers() throws Exception {
    CertificateAuthority authority = authority();
    AtomicInteger changes = new AtomicInteger();
    authority.onChange(changes::incrementAndGet);
    ImmutableList<X509Certificate> other =
        CertificateAuthority.selfSigned(folder.resolve("other"), CaOptions.of("other"), clock)
            .ownRoots();
    String before = authority.trustBundle().version();
    authority.trustAlso(other);
    authority.trustAlso(other);
    assertThat(changes).as("told once, for one change").hasValue(1);
    assertThat(authority.trustBundle().roots())
        .hasSize(2)
        .isSorted()
        .contains(Pem.write(other.getFirst()));
    assertThat(authority.trustBundle().version()).isNotEqualTo(before);
    assertThat(authority.ownRoots()).hasSize(1).doesNotContainAnyElementsOf(other);
  }

  @Test
  void nothingThatIsPrintedHoldsAKey() throws Exception {
    CertificateAuthority authority = authority();
    IssuedIdentity issued = authority.issue(ID, HOUR);
    OwnRoot root =
        OwnRoot.create(authority.options(), clock.instant(), new java.security.SecureRandom());
    String printed =
        issued + " " + root + root.issuer() + RootSet.of(root) + RootSet.of(root).issuerState();
    assertThat(printed).doesNotContain("PRIVATE").doesNotContain(root.key().toString());
  }

  private static boolean belongs(PrivateKey key, X509Certificate certificate) throws Exception {
    Signature signer = Signature.getInstance("SHA256withECDSA");
    signer.initSign(key);
    signer.update((byte) 1);
    byte[] signature = signer.sign();
    signer.initVerify(certificate.getPublicKey());
    signer.update((byte) 1);
    return signer.verify(signature);
  }

  private static boolean[] usage(int... bits) {
    boolean[] usage = new boolean[9];
    for (int bit : bits) {
      usage[bit] = true;
    }
    return usage;
  }
}
