package io.meltemi.istiod.status;

import static io.meltemi.istiod.status.StatusTexts.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.istiod.watch.kube.ObjectState;
import io.meltemi.istiod.watch.kube.ObjectState.Place;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {

  private static final ObjectState SECOND = state(2, new Place.Last());
  private static final ObjectState THIRD = state(3, new Place.Last());

  private final Pace pace = new Pace();
  private Instant now = Instant.EPOCH;

  private int writesWithin(Duration time) {
    int writes = 0;
    for (Instant end = now.plus(time); now.isBefore(end); now = now.plusMillis(100)) {
      if (pace.allows(SECOND, now)) {
        pace.tried(SECOND, now);
        writes++;
      }
    }
    return writes;
  }

  @Test
  void whoeverInsistsIsAnsweredEverMoreSeldom() {
    assertThat(writesWithin(Duration.ofMinutes(1))).isBetween(5, 7);
    assertThat(writesWithin(Duration.ofHours(1))).isLessThan(20);
    assertThat(writesWithin(Duration.ofHours(1))).isBetween(10, 16);
  }

  @Test
  void aNewGenerationIsWrittenAtOnce() {
    var _ = writesWithin(Duration.ofMinutes(10));
    assertThat(pace.allows(SECOND, now)).isFalse();
    assertThat(pace.allows(THIRD, now)).isTrue();
  }

  @Test
  void whatWasQuietForLongBeginsAnew() {
    var _ = writesWithin(Duration.ofMinutes(10));
    now = now.plus(Duration.ofMinutes(20));
    assertThat(writesWithin(Duration.ofSeconds(5))).isGreaterThan(1);
  }
}
