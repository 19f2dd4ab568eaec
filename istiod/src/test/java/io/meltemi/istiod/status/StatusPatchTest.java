package io.meltemi.istiod.status;

import static io.meltemi.istiod.status.StatusTexts.LONG_AGO;
import static io.meltemi.istiod.status.StatusTexts.saying;
import static io.meltemi.istiod.status.StatusTexts.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.istiod.watch.kube.ObjectState.Place;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusPatchTest {

  private static final Instant NOW = Instant.parse("2026-02-03T04:05:06.789Z");
  private static final Verdict ACCEPTED = Verdict.of(List.of());

  @Test
  void itHoldsForOneVersionOfTheObjectOnly() {
    assertThat(StatusPatch.of(state(2, new Place.NoStatus()), ACCEPTED, NOW))
        .startsWith(
            "[{\"op\":\"replace\",\"path\":\"/metadata/resourceVersion\",\"value\":\"41\"}");
  }

  @Test
  void itTouchesOurConditionOnly() {
    assertThat(StatusPatch.of(state(2, new Place.NoStatus()), ACCEPTED, NOW))
        .contains("\"path\":\"/status\"");
    assertThat(StatusPatch.of(state(2, new Place.NoConditions()), ACCEPTED, NOW))
        .contains("\"path\":\"/status/conditions\"");
    assertThat(StatusPatch.of(state(2, new Place.Last()), ACCEPTED, NOW))
        .contains("\"op\":\"add\",\"path\":\"/status/conditions/-\"");
    assertThat(StatusPatch.of(saying(2, 1, ACCEPTED), ACCEPTED, NOW))
        .contains("\"op\":\"replace\",\"path\":\"/status/conditions/1\"");
  }

  @Test
  void theTimeIsThatOfTheLastTurn() {
    Verdict rejected = new Verdict(false, "Conflict", "m");
    assertThat(StatusPatch.of(saying(2, 1, ACCEPTED), ACCEPTED, NOW)).contains(LONG_AGO);
    assertThat(StatusPatch.of(saying(2, 1, ACCEPTED), rejected, NOW))
        .contains("\"2026-02-03T04:05:06Z\"")
        .doesNotContain(LONG_AGO);
  }
}
