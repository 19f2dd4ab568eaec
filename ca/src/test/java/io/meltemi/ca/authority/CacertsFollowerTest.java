package io.meltemi.ca.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.meltemi.ca.SpiffeId;
import io.meltemi.ca.x509.Pem;
import io.meltemi.ca.x509.TestPki;
import io.meltemi.ca.x509.TestPki.Authority;
import io.meltemi.ca.x509.Verification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CacertsFollowerTest {
  @TempDir Path mount;
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final TestPki pki =
      new TestPki(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(100)));
  private Authority root;

  @BeforeEach
  void plugIn() throws Exception {
    root = pki.root("CN=Company root");
    swap(pki.below(root, "CN=Mesh 1"), root);
  }

  /** As the kubelet does it: a new folder, and a link renamed over the old one. */
  private void swap(Authority signer, Authority top) throws Exception {
    Path data = Files.createTempDirectory(mount, "..2026");
    Files.writeString(data.resolve("ca-cert.pem"), signer.pem());
    Files.writeString(data.resolve("ca-key.pem"), signer.keyPem());
    Files.writeString(data.resolve("root-cert.pem"), top.pem());
    Files.writeString(data.resolve("cert-chain.pem"), signer.pem());
    Path link = mount.resolve("..data_tmp");
    Files.createSymbolicLink(link, data.getFileName());
    Files.move(link, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    for (String name :
        new String[] {"ca-cert.pem", "ca-key.pem", "root-cert.pem", "cert-chain.pem"}) {
      if (!Files.isSymbolicLink(mount.resolve(name))) {
        Files.createSymbolicLink(mount.resolve(name), Path.of("..data", name));
      }
    }
  }

  private CacertsFollower follower() {
    return new CacertsFollower(new CacertsFolder(mount), InstantSource.fixed(now));
  }

  @Test
  void withNothingGoodThereIsNoCa(@TempDir Path empty) {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                CertificateAuthority.pluggedIn(
                    empty, CaOptions.of("cluster.local"), InstantSource.system()))
        .withMessageContaining("tls.crt: the file is missing");
  }

  @Test
  void unchangedFilesAreNoChange() {
    CacertsFollower follower = follower();
    follower.start();
    assertThat(follower.look()).isEmpty();
    assertThat(follower.look()).isEmpty();
    assertThat(follower.problem()).isEmpty();
  }

  @Test
  void aNewSignerIsUsedOnceItsFilesHaveSettled() throws Exception {
    CacertsFollower follower = follower();
    follower.start();
    Authority next = pki.below(root, "CN=Mesh 2");
    swap(next, root);
    assertThat(follower.look()).as("it may not be complete yet").isEmpty();
    assertThat(follower.look())
        .hasValueSatisfying(
            state -> assertThat(state.issuer().certificate()).isEqualTo(next.certificate()));
    assertThat(follower.look()).isEmpty();
  }

  @Test
  void brokenFilesChangeNothingAreReportedAndRepaired() throws Exception {
    CacertsFollower follower = follower();
    follower.start();
    swap(pki.below(pki.root("CN=Another"), "CN=Mesh 2"), root);
    assertThat(follower.look()).isEmpty();
    assertThat(follower.look()).isEmpty();
    assertThat(follower.problem())
        .hasValueSatisfying(problem -> assertThat(problem).contains("no chain"));
    Files.delete(mount.resolve("..data"));
    assertThat(follower.look()).isEmpty();
    assertThat(follower.look()).isEmpty();
    assertThat(follower.problem())
        .hasValueSatisfying(problem -> assertThat(problem).contains("missing"));
    swap(pki.below(root, "CN=Mesh 3"), root);
    assertThat(follower.look()).isEmpty();
    assertThat(follower.look()).isPresent();
    assertThat(follower.problem()).isEmpty();
  }

  @Test
  void aRunningCaFollowsItsMountAndKeepsTheLastGoodOne() throws Exception {
    SpiffeId id = new SpiffeId("cluster.local", "a", "b");
    try (CertificateAuthority authority =
        CertificateAuthority.pluggedIn(
            mount, CaOptions.of("cluster.local"), InstantSource.system())) {
      Authority newRoot = pki.root("CN=Company root 2");
      Authority next = pki.below(newRoot, "CN=Mesh 2");
      CountDownLatch changed = new CountDownLatch(1);
      authority.onChange(changed::countDown);
      swap(next, newRoot);
      assertThat(changed.await(20, TimeUnit.SECONDS)).isTrue();
      IssuedIdentity issued = authority.issue(id, Duration.ofHours(1));
      Verification.verify(
          Pem.certificates(issued.chainPem()), newRoot.certificate(), Instant.now());
      assertThat(Pem.certificates(issued.chainPem())).as("leaf and signer").hasSize(2);
      assertThat(authority.trustBundle().pem()).isEqualTo(newRoot.pem());

      swap(next, root);
      until(() -> authority.status().problem().isPresent());
      assertThat(authority.trustBundle().pem()).isEqualTo(newRoot.pem());
      assertThat(authority.status().issuer().subject()).isEqualTo("CN=Mesh 2");
      swap(next, newRoot);
      until(() -> authority.status().problem().equals(Optional.empty()));
    }
  }

  private static void until(java.util.function.BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
