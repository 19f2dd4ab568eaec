package io.meltemi.ca.service;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Says what strangers do, but not all of it: they choose how often they come, and must not fill a
 * disk. A hundred lines at once, and one a second after that; it says how many there were that got
 * none.
 */
public final class SparseLog {

  private static final int AT_ONCE = 100;
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Logger log;
  private final LongSupplier nanoTime;

  // Guarded by this.
  private double left = AT_ONCE;
  private long countedAt;
  private long unsaid;

  public SparseLog(Logger log) {
    this(log, System::nanoTime);
  }

  SparseLog(Logger log, LongSupplier nanoTime) {
    this.log = log;
    this.nanoTime = nanoTime;
    this.countedAt = nanoTime.getAsLong();
  }

  /** As {@link Logger#info(String, Object...)}. */
  public void info(String format, Object... arguments) {
    say(Level.INFO, format, arguments);
  }

  /** As {@link Logger#warn(String, Object...)}. */
  public void warn(String format, Object... arguments) {
    say(Level.WARN, format, arguments);
  }

  private void say(Level level, String format, Object... arguments) {
    long others;
    synchronized (this) {
      long now = nanoTime.getAsLong();
      left = Math.min(AT_ONCE, left + (now - countedAt) / NANOS);
      countedAt = now;
      if (left < 1) {
        unsaid++;
        return;
      }
      left--;
      others = unsaid;
      unsaid = 0;
    }
    log.atLevel(level)
        .log(
            others == 0 ? format : format + " (" + others + " more since the last such line)",
            arguments);
  }
}
