package io.meltemi.ca.service;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/**
 * Says who was refused, but not of everybody: strangers choose how often they come, and must not
 * fill a disk. At most one line a second; it says how many there were that got none.
 */
public final class RefusalLog {

  private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

  private final Logger log;
  private final AtomicLong next = new AtomicLong(System.nanoTime());
  private final AtomicLong unsaid = new AtomicLong();

  public RefusalLog(Logger log) {
    this.log = log;
  }

  /** Somebody was refused something. */
  public void refused(String what, Object who, String reason) {
    long now = System.nanoTime();
    long due = next.get();
    if (now - due < 0 || !next.compareAndSet(due, now + PAUSE)) {
      unsaid.incrementAndGet();
      return;
    }
    long others = unsaid.getAndSet(0);
    if (others == 0) {
      log.info("{} for {}: {}", what, who, reason);
    } else {
      log.info("{} for {}: {} ({} more since the last such line)", what, who, reason, others);
    }
  }
}
