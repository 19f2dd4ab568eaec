package io.meltemi.istiod.status;

import static io.meltemi.istiod.status.StatusTexts.REVIEWS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.meltemi.istiod.replica.Refused;
import io.meltemi.istiod.replica.Replica;
import io.meltemi.istiod.replica.ReplicaWord;
import io.meltemi.istiod.watch.kube.ObjectState;
import io.meltemi.istiod.watch.kube.ObjectState.Place;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import java.util.Collection;
import org.junit.jupiter.api.Test;

final class ElsewhereTest {

  private static final ImmutableMap<ConfigKey, ObjectState> SECOND_GENERATION =
      ImmutableMap.of(REVIEWS, StatusTexts.state(2, new Place.NoStatus()));

  private static Replica replica(String name, boolean alive, long generation, String message) {
    return new Replica(
        name,
        "1",
        alive,
        new ReplicaWord("", 0, ImmutableList.of(new Refused(REVIEWS, generation, message))));
  }

  private static Collection<Diagnostic> said(Replica... replicas) {
    return Elsewhere.refused(ImmutableList.copyOf(replicas), SECOND_GENERATION, ImmutableSet.of());
  }

  @Test
  void whatProxiesElsewhereRefuseIsSaidOnce() {
    assertThat(said(replica("a", true, 2, "one"), replica("b", true, 2, "other")))
        .extracting(Diagnostic::message)
        .containsExactly("one");
  }

  @Test
  void whatWasSaidOfAnEarlierGenerationHoldsNoMore() {
    assertThat(said(replica("a", true, 1, "old"), replica("b", true, 3, "new"))).isEmpty();
  }

  @Test
  void theDeadSayNothing() {
    assertThat(said(replica("a", false, 2, "one"))).isEmpty();
  }

  @Test
  void ofObjectsThatAreNotThereNothingIsSaid() {
    assertThat(
            Elsewhere.refused(
                ImmutableList.of(replica("a", true, 2, "one")),
                ImmutableMap.of(),
                ImmutableSet.of()))
        .isEmpty();
  }

  @Test
  void whatProxiesHereRefuseIsSaidAlready() {
    assertThat(
            Elsewhere.refused(
                ImmutableList.of(replica("a", true, 2, "one")),
                SECOND_GENERATION,
                ImmutableSet.of(REVIEWS)))
        .isEmpty();
  }
}
