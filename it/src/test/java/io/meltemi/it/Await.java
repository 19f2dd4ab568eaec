package io.meltemi.it;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** Waits for a condition, with a bound, never for a time. */
public final class Await {

  /** Far beyond what anything here takes, also on two busy cores. */
  public static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Until a process is up: one among many that start takes its time. */
  public static final Duration START_PATIENCE = Duration.ofMinutes(1);

  private static final long POLL_NANOS = Duration.ofMillis(15).toNanos();

  private Await() {}

  /** Repeats assertions until they hold; when the time is up, fails as they fail. */
  public static void untilAsserted(ThrowingCallable assertions) throws Throwable {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        assertions.call();
        return;
      } catch (AssertionError | IOException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        LockSupport.parkNanos(POLL_NANOS);
      }
    }
  }

  /**
   * Repeats until true; {@code what} is said if it never is. A call that fails is not yet true: who
   * is to be called may not be there yet.
   */
  public static void until(String what, Callable<Boolean> condition) throws Exception {
    until(what, PATIENCE, condition);
  }

  /** For what takes its time. */
  public static void until(String what, Duration patience, Callable<Boolean> condition)
      throws Exception {
    long deadline = System.nanoTime() + patience.toNanos();
    @Nullable IOException last = null;
    while (true) {
      try {
        if (condition.call()) {
          return;
        }
        last = null;
      } catch (IOException e) {
        last = e;
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + patience.toSeconds() + " s: " + what, last);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
