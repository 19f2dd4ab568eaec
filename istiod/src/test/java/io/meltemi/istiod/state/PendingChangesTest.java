package io.meltemi.istiod.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.diagnostic.Position;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class PendingChangesTest {

  private final PendingChanges pending =
      new PendingChanges(
          new LoopOptions(
              new HoldOff(Duration.ofMillis(100), Duration.ofSeconds(10)),
              new HoldOff(Duration.ofMillis(10), Duration.ofMillis(50))));

  @Test
  void changeIsDueWhenItsLaneIsQuiet() {
    add("a", Lane.CONFIG, 0);
    add("b", Lane.CONFIG, 60);
    assertThat(pending.due()).hasValue(ms(160));
    assertThat(pending.take(ms(159))).isEmpty();
    assertThat(pending.take(ms(160)))
        .extracting(change -> change.key().name())
        .containsExactly("a", "b");
    assertThat(pending.isEmpty()).isTrue();
  }

  @Test
  void lanePastItsLimitIsDueHoweverBusy() {
    for (int at = 0; at <= 48; at += 4) {
      add("a" + at, Lane.ENDPOINTS, at);
    }
    assertThat(pending.due()).hasValue(ms(50));
  }

  @Test
  void endpointsDoNotWaitForConfigNorTakeItAlong() {
    add("rule", Lane.CONFIG, 0);
    add("endpoint", Lane.ENDPOINTS, 5);
    assertThat(pending.take(ms(15)))
        .extracting(change -> change.key().name())
        .containsExactly("endpoint");
    assertThat(pending.take(ms(100)))
        .extracting(change -> change.key().name())
        .containsExactly("rule");
  }

  @Test
  void onlyTheNewestChangeOfAnObjectCounts() {
    add("a", Lane.CONFIG, 0);
    add("b", Lane.CONFIG, 1);
    add("a", Lane.CONFIG, 2);
    assertThat(pending.takeAll())
        .extracting(change -> change.key().name())
        .containsExactly("b", "a");
  }

  @Test
  void sequenceOfWhatWaitsIsThatOfItsOldestChange() {
    add("a", Lane.CONFIG, 7);
    add("b", Lane.ENDPOINTS, 8);
    assertThat(pending.firstSequence()).hasValue(7);
  }

  private void add(String name, Lane lane, long millis) {
    ConfigKey key = new ConfigKey(ConfigKind.WORKLOAD_ENTRY, "default", name);
    pending.add(
        new ObjectChange(key, null, Position.NONE), lane, millis, ms(millis), Instant.EPOCH);
  }

  private static long ms(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }
}
