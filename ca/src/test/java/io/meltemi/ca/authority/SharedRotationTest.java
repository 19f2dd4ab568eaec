package io.meltemi.ca.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.meltemi.ca.TestClock;
import io.meltemi.ca.authority.Rotation.Stage;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One of two istiods rotates the root that they share; the other goes with it. */
final class SharedRotationTest {
  private static final Duration WAIT = Duration.ofMinutes(5);

  private final TestClock clock = TestClock.standing();
  private final CaOptions options =
      CaOptions.of("cluster.local").withRootTtl(Duration.ofDays(1000)).withRotationWait(WAIT);
  private final MemoryVault vault = new MemoryVault();
  private final MemoryVault.View leadersView = vault.new View(true);
  private final Istiod leader = new Istiod(leadersView);
  private final Istiod other = new Istiod(vault.new View(false));

  /** What of an istiod signs. */
  private final class Istiod {
    private final RootRotation rotation;
    private IssuerState used;

    Istiod(RootVault view) {
      RootStore store = new VaultRootStore(view);
      RootSet kept =
          store.loadOrCreate(
              () -> RootSet.of(OwnRoot.create(options, clock.instant(), new SecureRandom())));
      used = kept.issuerState();
      rotation = new RootRotation(store, options, clock, kept, new IssuedUntil());
      rotation.use(state -> used = state);
      rotation.driveBy(_ -> true);
    }

    void look() {
      rotation.look(TrustBundle.of(used.trusted()).version());
    }

    X509Certificate signer() {
      return used.issuer().certificate();
    }

    List<X509Certificate> trusted() {
      return used.trusted();
    }

    Optional<Stage> stage() {
      return rotation.underWay().map(Rotation::stage);
    }
  }

  private void lookBoth() {
    leader.look();
    other.look();
  }

  @Test
  void bothSignWithTheRootThatWasKeptFirst() {
    assertThat(other.signer()).isEqualTo(leader.signer());
    assertThat(vault.writes()).isEqualTo(1);
  }

  @Test
  void theOtherFollowsEachStep() {
    vault.ask("BEGIN");
    lookBoth();
    assertThat(leader.stage()).contains(Stage.AWAIT_ACKS);
    assertThat(other.trusted()).hasSize(2).isEqualTo(leader.trusted());
    X509Certificate old = other.signer();
    clock.forward(WAIT);
    lookBoth();
    assertThat(other.signer()).isNotEqualTo(old).isEqualTo(leader.signer());
  }

  /** The leader has signed nothing at all with the old root, and cannot know what the other has. */
  @Test
  void whatOthersSignedLastIsWaitedFor() {
    leader.rotation.begin();
    clock.forward(WAIT);
    lookBoth();
    assertThat(leader.stage()).contains(Stage.AWAIT_OLD_CERTIFICATES);
    clock.forward(options.maxTtl());
    lookBoth();
    assertThat(leader.stage()).as("one may have heard of it late").isPresent();
    clock.forward(WAIT);
    lookBoth();
    assertThat(leader.stage()).isEmpty();
    assertThat(other.trusted()).hasSize(1).isEqualTo(leader.trusted());
  }

  /** A watch may be late: what it shows is no news to whoever has written since. */
  @Test
  void anOlderStateIsNotGoneBackTo() {
    leadersView.beLate();
    leader.rotation.begin();
    List<X509Certificate> both = leader.trusted();
    leader.look();
    assertThat(leader.trusted()).isEqualTo(both);
    leadersView.catchUp();
    clock.forward(WAIT);
    leader.look();
    assertThat(leader.stage()).contains(Stage.AWAIT_OLD_CERTIFICATES);
  }

  @Test
  void aRequestIsTakenOnceAndByTheLeader() {
    vault.ask("BEGIN\n");
    other.look();
    assertThat(other.stage()).isEmpty();
    leadersView.beLate();
    leader.look();
    assertThat(leader.stage()).contains(Stage.AWAIT_ACKS);
    assertThat(vault.newest().orElseThrow().entries()).doesNotContainKey(RotationRequest.ENTRY);
    int writes = vault.writes();
    leader.look();
    assertThat(vault.writes()).as("it is shown still, and not taken again").isEqualTo(writes);
  }

  @Test
  void pauseAndResumeAreTakenToo() {
    vault.ask("BEGIN");
    leader.look();
    vault.ask("PAUSE");
    clock.forward(WAIT);
    lookBoth();
    assertThat(leader.stage()).contains(Stage.AWAIT_ACKS);
    assertThat(other.rotation.underWay()).map(Rotation::paused).contains(true);
    vault.ask("RESUME");
    leader.look();
    assertThat(leader.stage()).contains(Stage.AWAIT_OLD_CERTIFICATES);
  }

  @Test
  void aRequestForNothingKnownIsSaidAndGone() {
    vault.ask("EXPLODE");
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(leader::look)
        .withMessageContaining(RotationRequest.ENTRY);
    leader.look();
    assertThat(leader.stage()).isEmpty();
  }
}
