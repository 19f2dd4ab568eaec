package io.meltemi.istiod.demo;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * What the demo has started and must end: first all processes at once, then the rest, the last
 * started first. Closing may come from another thread while things are still being started
 * (Ctrl-C); what is added after that is closed at once.
 */
final class DemoChildren implements AutoCloseable {

  private final List<AutoCloseable> processes = new ArrayList<>();
  private final Deque<AutoCloseable> rest = new ArrayDeque<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private boolean closed;

  <T extends AutoCloseable> T process(T child) {
    if (!keep(() -> processes.add(child))) {
      closeQuietly(child);
    }
    return child;
  }

  <T extends AutoCloseable> T afterProcesses(T child) {
    if (!keep(() -> rest.push(child))) {
      closeQuietly(child);
    }
    return child;
  }

  private synchronized boolean keep(Runnable add) {
    if (!closed) {
      add.run();
    }
    return !closed;
  }

  /** Whether all is being closed, now or within a moment. */
  boolean isClosedSoon(Duration patience) throws InterruptedException {
    return closing.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      closing.countDown();
    }
    try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
      processes.forEach(child -> each.execute(() -> closeQuietly(child)));
    }
    rest.forEach(DemoChildren::closeQuietly);
  }

  private static void closeQuietly(AutoCloseable child) {
    try {
      child.close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      System.err.println("Could not be stopped cleanly: " + e.getMessage());
    }
  }
}
