package io.meltemi.ca.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.meltemi.ca.SpiffeId;
import io.meltemi.ca.TestClock;
import io.meltemi.ca.authority.Rotation.Stage;
import io.meltemi.ca.x509.KeyType;
import io.meltemi.ca.x509.LeafRequest;
import io.meltemi.ca.x509.Pem;
import io.meltemi.ca.x509.SerialNumbers;
import io.meltemi.ca.x509.SubjectNames;
import io.meltemi.ca.x509.Validity;
import io.meltemi.ca.x509.Verification;
import io.meltemi.ca.x509.WorkloadSigner;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertPathValidatorException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RootRotationTest {
  private static final Duration WAIT = Duration.ofMinutes(5);
  private static final Duration TTL = Duration.ofHours(24);

  @TempDir Path folder;
  private final TestClock clock = TestClock.standing();
  private final CaOptions options =
      CaOptions.of("cluster.local").withRootTtl(Duration.ofDays(1000)).withRotationWait(WAIT);
  private final IssuedUntil issued = new IssuedUntil();
  private final List<IssuerState> steps = new ArrayList<>();
  private FolderRootStore store;
  private RootRotation rotation;
  private IssuerState used;
  private boolean acked;

  @BeforeEach
  void start() {
    store = new FolderRootStore(folder);
    restart();
  }

  /** As after a start of istiod: only what was kept is known. */
  private void restart() {
    RootSet kept =
        store.loadOrCreate(
            () -> RootSet.of(OwnRoot.create(options, clock.instant(), new SecureRandom())));
    used = kept.issuerState();
    rotation = new RootRotation(store, options, clock, kept, issued);
    rotation.use(
        state -> {
          steps.add(state);
          used = state;
        });
    rotation.driveBy(version -> acked && version.equals(bundle()));
  }

  private String bundle() {
    return TrustBundle.of(used.trusted()).version();
  }

  private void look() {
    rotation.look(bundle());
  }

  private Optional<Stage> stage() {
    return rotation.underWay().map(Rotation::stage);
  }

  /** A leaf and what is sent with it, signed by what signs now. */
  private List<X509Certificate> issue() throws Exception {
    Validity validity = Validity.starting(clock.instant(), TTL, used.issuer().notAfter());
    issued.record(used.issuer().certificate(), validity.notAfter());
    byte[] leaf =
        WorkloadSigner.sign(
            used.issuer(),
            new LeafRequest(
                KeyType.P256.generate().getPublic(),
                new SubjectNames.Workload(new SpiffeId("cluster.local", "a", "b")),
                validity,
                SerialNumbers.next(new SecureRandom())));
    List<X509Certificate> chain = new ArrayList<>();
    chain.add(Pem.certificate(leaf));
    chain.addAll(used.issuer().intermediates());
    return chain;
  }

  private void verifies(List<X509Certificate> chain, List<X509Certificate> trusted)
      throws Exception {
    CertPathValidatorException last = null;
    for (X509Certificate root : trusted) {
      for (int length = chain.size(); length > 0; length--) {
        try {
          Verification.verify(chain.subList(0, length), root, clock.instant());
          return;
        } catch (CertPathValidatorException e) {
          last = e;
        }
      }
    }
    throw new AssertionError("No root of these leads to it", last);
  }

  @Test
  void nothingHappensToAYoungRoot() {
    look();
    assertThat(rotation.underWay()).isEmpty();
    assertThat(steps).isEmpty();
  }

  @Test
  void atEveryMomentEverybodyTrustsEverybody() throws Exception {
    List<X509Certificate> before = used.trusted();
    List<X509Certificate> old = issue();
    assertThat(rotation.begin()).isTrue();
    assertThat(stage()).contains(Stage.AWAIT_ACKS);
    List<X509Certificate> both = used.trusted();
    assertThat(both).hasSize(2).containsAll(before);
    assertThat(used.issuer().certificate()).as("the old one signs").isIn(before);

    acked = true;
    clock.forward(WAIT);
    look();
    assertThat(stage()).contains(Stage.AWAIT_OLD_CERTIFICATES);
    assertThat(used.trusted()).isEqualTo(both);
    assertThat(used.issuer().certificate()).as("the new one signs").isNotIn(before);
    List<X509Certificate> fresh = issue();
    verifies(old, both);
    verifies(fresh, both);
    verifies(fresh, before);

    clock.forward(TTL.minus(WAIT).minusSeconds(1));
    look();
    assertThat(stage()).as("the last old certificate lives").isPresent();
    clock.forward(Duration.ofSeconds(1));
    look();
    assertThat(rotation.underWay()).isEmpty();
    assertThat(used.trusted()).hasSize(1).doesNotContainAnyElementsOf(before);
    verifies(issue(), used.trusted());
    assertThat(steps).as("begin, sign with new, retire old").hasSize(3);
  }

  @Test
  void theNewRootSignsNothingBeforeAllHaveItAndTheWaitIsOver() {
    rotation.begin();
    X509Certificate old = used.issuer().certificate();
    clock.forward(Duration.ofDays(10));
    look();
    assertThat(used.issuer().certificate()).as("nobody has acknowledged").isEqualTo(old);
    acked = true;
    look();
    assertThat(used.issuer().certificate()).isNotEqualTo(old);
  }

  @Test
  void acknowledgementsInTheFirstMomentsDoNotCount() {
    acked = true;
    rotation.begin();
    clock.forward(WAIT.minusSeconds(1));
    look();
    assertThat(stage()).contains(Stage.AWAIT_ACKS);
  }

  @Test
  void anAcknowledgementOfAnotherBundleDoesNotCount() {
    rotation.driveBy(version -> version.equals("another"));
    rotation.begin();
    clock.forward(WAIT);
    look();
    assertThat(stage()).contains(Stage.AWAIT_ACKS);
  }

  @Test
  void untilSomebodyKnowsWhatProxiesHaveNothingMoves() {
    rotation =
        new RootRotation(
            store,
            options,
            clock,
            RootSet.of(OwnRoot.create(options, clock.instant(), new SecureRandom())),
            issued);
    rotation.begin();
    clock.forward(Duration.ofDays(1));
    look();
    assertThat(stage()).contains(Stage.AWAIT_ACKS);
  }

  @Test
  void aPausedRotationStandsInEveryStage() throws Exception {
    issue();
    rotation.begin();
    acked = true;
    rotation.pause();
    clock.forward(WAIT);
    look();
    assertThat(stage()).contains(Stage.AWAIT_ACKS);
    rotation.resume();
    look();
    assertThat(stage()).contains(Stage.AWAIT_OLD_CERTIFICATES);
    rotation.pause();
    clock.forward(Duration.ofDays(100));
    look();
    assertThat(stage()).contains(Stage.AWAIT_OLD_CERTIFICATES);
    rotation.resume();
    look();
    assertThat(stage()).isEmpty();
  }

  @Test
  void aRestartInAnyStageGoesOnWhereItWas() throws Exception {
    issue();
    restart();
    rotation.begin();
    rotation.pause();
    List<X509Certificate> both = used.trusted();
    Optional<Rotation> begun = rotation.underWay();
    restart();
    assertThat(rotation.underWay()).isEqualTo(begun);
    assertThat(used.trusted()).isEqualTo(both);
    rotation.resume();
    acked = true;
    clock.forward(WAIT);
    look();
    X509Certificate signer = used.issuer().certificate();
    var crossCertificates = used.issuer().intermediates();
    assertThat(crossCertificates).hasSize(1);
    restart();
    assertThat(stage()).contains(Stage.AWAIT_OLD_CERTIFICATES);
    assertThat(used.issuer().certificate()).isEqualTo(signer);
    assertThat(used.issuer().intermediates()).isEqualTo(crossCertificates);
    clock.forward(TTL.minus(WAIT).minusSeconds(1));
    look();
    assertThat(stage()).as("kept over the restart").isPresent();
    clock.forward(Duration.ofSeconds(1));
    look();
    restart();
    assertThat(stage()).isEmpty();
    assertThat(used.trusted()).containsExactly(signer);
  }

  @Test
  void twoRotationsOneAfterTheOther() throws Exception {
    acked = true;
    for (int i = 0; i < 2; i++) {
      X509Certificate before = used.issuer().certificate();
      List<X509Certificate> chain = issue();
      rotation.begin();
      assertThat(rotation.begin()).as("one at a time").isFalse();
      clock.forward(WAIT);
      look();
      verifies(chain, used.trusted());
      clock.forward(TTL);
      look();
      assertThat(used.trusted()).hasSize(1).doesNotContain(before);
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(
              files
                  .map(f -> f.getFileName().toString())
                  .filter(n -> n.matches("root-[0-9a-f]{20,}.pem")))
          .as("retired keys are removed")
          .hasSize(1);
    }
  }

  @Test
  void aCertificateSignedAtTheVeryMomentOfTheChangeIsWaitedFor() throws Exception {
    issue();
    rotation.begin();
    X509Certificate old = used.issuer().certificate();
    acked = true;
    clock.forward(WAIT);
    look();
    issued.record(old, clock.instant().plus(Duration.ofDays(90)));
    clock.forward(Duration.ofDays(89));
    look();
    look();
    assertThat(stage()).contains(Stage.AWAIT_OLD_CERTIFICATES);
    clock.forward(Duration.ofDays(1));
    look();
    assertThat(stage()).isEmpty();
  }

  @Test
  void aRootInTheLastFifthOfItsLifeBeginsByItself() {
    clock.forward(Duration.ofDays(799));
    look();
    assertThat(stage()).isEmpty();
    clock.forward(Duration.ofDays(2));
    look();
    assertThat(stage()).contains(Stage.AWAIT_ACKS);
  }

  @Test
  void anOperatorAsksThroughTheFolder() {
    RotationRequest.BEGIN.leaveIn(folder);
    look();
    assertThat(stage()).contains(Stage.AWAIT_ACKS);
    RotationRequest.PAUSE.leaveIn(folder);
    look();
    assertThat(rotation.underWay()).hasValueSatisfying(it -> assertThat(it.paused()).isTrue());
    RotationRequest.RESUME.leaveIn(folder);
    look();
    assertThat(rotation.underWay()).hasValueSatisfying(it -> assertThat(it.paused()).isFalse());
  }

  @Test
  void whatCannotBeKeptIsNotDone() throws Exception {
    RootStore full =
        new RootStore() {
          @Override
          public RootSet loadOrCreate(java.util.function.Supplier<RootSet> first) {
            return first.get();
          }

          @Override
          public void save(RootSet roots) {
            throw new UncheckedIOException(new java.io.IOException("No space left on device"));
          }

          @Override
          public Optional<RotationRequest> takeRequest() {
            return Optional.empty();
          }
        };
    RootSet one = RootSet.of(OwnRoot.create(options, clock.instant(), new SecureRandom()));
    RootRotation stuck = new RootRotation(full, options, clock, one, issued);
    stuck.use(steps::add);
    assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(stuck::begin);
    assertThat(steps).isEmpty();
    assertThat(stuck.underWay()).isEmpty();
  }

  @Test
  void aBrokenIndexStopsTheStartAndSaysWhere() throws Exception {
    Path index = folder.resolve("roots");
    for (String broken : new String[] {"", "x", "signing ../../etc/passwd\n", "signing ab\n"}) {
      Files.writeString(index, broken);
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(this::restart)
          .withMessageContaining(index.toString());
    }
  }
}
