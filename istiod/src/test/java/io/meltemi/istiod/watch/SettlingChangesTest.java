package io.meltemi.istiod.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class SettlingChangesTest {

  private static final Path A = Path.of("a.yaml");
  private static final Path B = Path.of("b.yaml");

  private final SettlingChanges changes = new SettlingChanges();

  @Test
  void renameOverAKnownFileIsDueAtOnce() {
    changes.created(A, true, ms(0));
    assertThat(changes.due()).hasValue(Long.MIN_VALUE);
    assertThat(changes.take(ms(0)).files()).containsExactly(A);
    assertThat(changes.due()).isEmpty();
  }

  @Test
  void fileWrittenInPlaceIsDueWhenItIsQuiet() {
    changes.modified(A, ms(0));
    changes.modified(A, ms(15));
    assertThat(changes.due()).hasValue(ms(35));
    assertThat(changes.take(ms(34)).files()).isEmpty();
    assertThat(changes.take(ms(35)).files()).containsExactly(A);
  }

  @Test
  void fileThatNeverRestsIsReadAllTheSame() {
    for (int at = 0; at <= 490; at += 10) {
      changes.modified(A, ms(at));
    }
    assertThat(changes.due()).hasValue(ms(500));
  }

  @Test
  void createdAfterDeletedIsNotARename() {
    changes.deleted(A, ms(0));
    changes.created(A, true, ms(1));
    assertThat(changes.take(ms(1)).files()).isEmpty();
  }

  @Test
  void deletionsSettleTogether() {
    changes.deleted(A, ms(0));
    changes.deleted(B, ms(15));
    assertThat(changes.take(ms(20)).files()).isEmpty();
    SettlingChanges.Due due = changes.take(ms(35));
    assertThat(due.files()).containsExactlyInAnyOrder(A, B);
    assertThat(due.rescan()).isTrue();
  }

  private static long ms(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }
}
