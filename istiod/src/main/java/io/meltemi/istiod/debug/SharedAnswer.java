package io.meltemi.istiod.debug;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A page for everybody of which making it anew takes at most a fifth of a core, however often it is
 * asked for: an answer holds for four times as long as it took. Its query is not looked at.
 */
public final class SharedAnswer implements Page {

  private static final int HOLDS = 4;

  private final Page page;
  private final LongSupplier nanoTime;

  // Guarded by this.
  private @Nullable Answer last;
  private long goodUntil;

  /**
   * Has no answer yet.
   *
   * @param nanoTime as {@link System#nanoTime}
   */
  public SharedAnswer(Page page, LongSupplier nanoTime) {
    this.page = page;
    this.nanoTime = nanoTime;
  }

  /** The last answer, if it still holds. */
  synchronized Optional<Answer> fresh() {
    return nanoTime.getAsLong() - goodUntil < 0 ? Optional.ofNullable(last) : Optional.empty();
  }

  @Override
  public Answer answer(ImmutableMap<String, String> query) throws IOException {
    Optional<Answer> known = fresh();
    if (known.isPresent()) {
      return known.get();
    }
    long before = nanoTime.getAsLong();
    Answer made = page.answer(ImmutableMap.of());
    synchronized (this) {
      long now = nanoTime.getAsLong();
      last = made;
      goodUntil = now + HOLDS * (now - before);
    }
    return made;
  }
}
