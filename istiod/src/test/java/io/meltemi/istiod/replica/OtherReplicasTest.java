package io.meltemi.istiod.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.meltemi.istiod.kube.ApiObject;
import io.meltemi.istiod.kube.KubeSettings;
import io.meltemi.translator.config.decode.ConfigTree.Mapping;
import io.meltemi.translator.config.decode.DocumentReader;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who of the others lives, and whose proxies trust what. */
final class OtherReplicasTest {

  private static final Duration RENEWAL = Duration.ofSeconds(10);
  private static final Duration LIFE = Duration.ofSeconds(40);
  private static final ReplicaWord NEW = new ReplicaWord("new", 0, ImmutableList.of());

  private static final ReplicaWord OLD = new ReplicaWord("old", 0, ImmutableList.of());

  private long now;
  private int version;
  private final OtherReplicas others = new OtherReplicas("own", RENEWAL, LIFE, () -> now);

  private ApiObject lease(String name, ReplicaWord word) {
    KubeSettings settings = KubeSettings.of(Optional.empty(), Map.of()).withPodName(name);
    return object(name, Serialization.asJson(ReplicaLease.of(settings, word, LIFE)));
  }

  private ApiObject object(String name, String json) {
    return new ApiObject(
        "istio-system",
        name,
        Integer.toString(++version),
        (Mapping) DocumentReader.read("", json).documents().getFirst().tree());
  }

  private void list(ApiObject... leases) {
    others.listBegins();
    for (ApiObject lease : leases) {
      others.listed(lease);
    }
    others.listEnds();
  }

  /** Our own Lease is renewed so often, a renewal apart. */
  private void renewals(int count) {
    for (int i = 0; i < count; i++) {
      now += RENEWAL.toNanos();
      others.changed(lease("own", NEW));
    }
  }

  @Test
  void whoIsAloneWaitsForNobody() {
    assertThat(others.trust("new")).as("nothing is listed yet").isFalse();
    list(lease("own", NEW));
    assertThat(others.trust("new")).isTrue();
    assertThat(others.all()).isEmpty();
  }

  @Test
  void allThatLiveHaveToTrustTheRoots() {
    list(lease("own", NEW), lease("a", NEW), lease("b", OLD));
    assertThat(others.trust("new")).as("b has not heard of them").isFalse();
    others.changed(lease("b", new ReplicaWord("new", 2, NEW.refused())));
    assertThat(others.trust("new")).as("two proxies of b do not trust them yet").isFalse();
    others.changed(lease("b", NEW));
    assertThat(others.trust("new")).isTrue();
    others.changed(lease("c", OLD));
    assertThat(others.trust("new")).as("c has come in between").isFalse();
    others.removed(lease("c", OLD));
    assertThat(others.trust("new")).isTrue();
  }

  @Test
  void whoIsSilentForTheLifeOfALeaseIsWaitedForNoMore() {
    list(lease("own", NEW), lease("a", OLD));
    renewals(3);
    assertThat(others.trust("new")).isFalse();
    renewals(1);
    assertThat(others.all()).extracting(Replica::alive).containsExactly(false);
    assertThat(others.trust("new")).isTrue();
    others.changed(lease("a", OLD));
    assertThat(others.trust("new")).as("it is there again").isFalse();
  }

  @Test
  void whoHasNoPartInTheRootIsNotWaitedFor() {
    ReplicaWord pluggedIn = new ReplicaWord(ReplicaWord.NO_ROOTS, 0, ImmutableList.of());
    list(lease("own", NEW), lease("a", pluggedIn));
    assertThat(others.trust("new")).isTrue();
  }

  /** Nobody can be heard while the API server is away: that is no sign of anybody's end. */
  @Test
  void silenceCountsOnlyWhileOurOwnRenewalsAreHeard() {
    list(lease("own", NEW), lease("a", NEW), lease("b", OLD));
    now += Duration.ofHours(1).toNanos();
    assertThat(others.all()).extracting(Replica::alive).containsExactly(true, true);
    others.changed(lease("own", NEW));
    assertThat(others.all()).extracting(Replica::alive).containsExactly(true, true);
    assertThat(others.trust("new")).isFalse();
  }

  /** What we know may be old when not even our own Lease comes back to us. */
  @Test
  void whoDoesNotHearItselfDoesNotBelieveWhatItHeard() {
    list(lease("own", NEW), lease("a", NEW));
    assertThat(others.trust("new")).isTrue();
    now += LIFE.toNanos();
    assertThat(others.trust("new")).isFalse();
    renewals(1);
    assertThat(others.trust("new")).isTrue();
  }

  @Test
  void aListingTellsWhoHasGoneAndIsNoSignOfLife() {
    ApiObject a = lease("a", OLD);
    list(lease("own", NEW), a, lease("b", OLD));
    renewals(3);
    list(lease("own", NEW), a);
    assertThat(others.all()).extracting(Replica::name).containsExactly("a");
    renewals(1);
    assertThat(others.trust("new")).isTrue();
  }

  @Test
  void renewalsThatSayTheSameAreNoNews() {
    list(lease("own", NEW), lease("a", NEW));
    long before = others.version();
    others.changed(lease("a", NEW));
    assertThat(others.version()).isEqualTo(before);
    others.changed(lease("a", OLD));
    assertThat(others.version()).isGreaterThan(before);
  }

  @Test
  void whatIsSaidIsReadAsItWasMeant() {
    Refused refused =
        new Refused(new ConfigKey(ConfigKind.VIRTUAL_SERVICE, "a", "b"), 7, "no \"such\" thing\n");
    ReplicaWord word = new ReplicaWord("r", 3, ImmutableList.of(refused));
    ApiObject lease = lease("a", word);
    list(lease);
    assertThat(others.all()).containsExactly(new Replica("a", lease.resourceVersion(), true, word));
  }

  @Test
  void whatProxiesRefuseIsSaidWithinBounds() {
    ImmutableList.Builder<Refused> many = ImmutableList.builder();
    for (int i = 0; i < 1000; i++) {
      many.add(
          new Refused(
              new ConfigKey(ConfigKind.ENVOY_FILTER, "a", "b" + i), 1, "x".repeat(100_000)));
    }
    ApiObject lease = lease("a", new ReplicaWord("r", 0, many.build()));
    assertThat(ReplicaLease.word(lease).refused()).hasSize(40);
    assertThat(lease.tree().toString().length()).isLessThan(100_000);
  }

  /** So that Kubernetes removes it with the pod, whatever becomes of the istiod in it. */
  @Test
  void theLeaseOfAPodBelongsToIt() {
    KubeSettings settings =
        KubeSettings.of(Optional.empty(), Map.of("POD_NAME", "istiod-1", "POD_UID", "u"));
    assertThat(ReplicaLease.of(settings, NEW, LIFE).getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(
            owner -> {
              assertThat(owner.getKind() + "/" + owner.getName()).isEqualTo("Pod/istiod-1");
              assertThat(owner.getUid()).isEqualTo("u");
            });
  }

  @Test
  void aLeaseThatCannotBeReadTrustsNothing() {
    list(
        lease("own", NEW),
        object(
            "a",
            """
            {"metadata": {"name": "a", "annotations": {"meltemi.io/roots": "new",
              "meltemi.io/proxies-without-roots": "some", "meltemi.io/refused": "[{"}}}
            """));
    assertThat(others.trust("new")).isFalse();
    list(lease("own", NEW), object("a", "{\"metadata\": {\"name\": \"a\"}}"));
    assertThat(others.trust("new")).isFalse();
    assertThat(others.trust("")).isFalse();
  }
}
