package io.meltemi.ca.authority;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that looks after a CA: again and again, also after a look that failed. */
final class Keeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Keeper.class);

  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("ca-keeper").factory());

  void repeat(Duration every, Runnable look) {
    var _ =
        executor.scheduleWithFixedDelay(
            () -> run(look), every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void run(Runnable look) {
    try {
      look.run();
    } catch (RuntimeException e) {
      log.error("Looking after the CA has failed; it is tried again", e);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
