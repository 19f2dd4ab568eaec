package io.meltemi.ca.service;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few threads, and before them a line for each who asks: one task of each line is run in turn, so
 * that who asks ten thousand times at once does not make the others wait. What waits is bounded, in
 * number and in bytes, and nobody may take more than half of it. Threads end when there is nothing
 * to do.
 */
final class FairExecutor {
  private static final Logger log = LoggerFactory.getLogger(FairExecutor.class);

  /** How much may wait, in all lines together. */
  record Bounds(int tasks, long bytes) {}

  private record Task(Runnable run, long bytes) {}

  /** The tasks of one who asks. */
  private static final class Line {
    final ArrayDeque<Task> tasks = new ArrayDeque<>();
    long bytes;
  }

  private final Bounds bounds;
  private final ThreadPoolExecutor threads;
  private final Map<Object, Line> lines = new HashMap<>();
  private final ArrayDeque<Object> turns = new ArrayDeque<>();
  private int waiting;
  private long waitingBytes;

  FairExecutor(String name, int size, Bounds bounds) {
    this.bounds = bounds;
    this.threads =
        new ThreadPoolExecutor(
            size,
            size,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name(name + "-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Runs a task when it is its line's turn.
   *
   * @param who whose line
   * @param bytes what the task keeps in memory, roughly
   * @return false when too much waits already; the task is then not run
   */
  boolean offer(Object who, long bytes, Runnable task) {
    synchronized (this) {
      Line line = lines.computeIfAbsent(who, _ -> new Line());
      if (isFull(line, bytes)) {
        if (line.tasks.isEmpty()) {
          lines.remove(who);
        }
        return false;
      }
      if (line.tasks.isEmpty()) {
        turns.add(who);
      }
      line.tasks.add(new Task(task, bytes));
      line.bytes += bytes;
      waiting++;
      waitingBytes += bytes;
    }
    // One run for each task; which task it takes is decided when it runs.
    threads.execute(this::runNext);
    return true;
  }

  private boolean isFull(Line line, long bytes) {
    return waiting >= bounds.tasks()
        || waitingBytes + bytes > bounds.bytes()
        || line.tasks.size() >= bounds.tasks() / 2
        || line.bytes + bytes > bounds.bytes() / 2;
  }

  private void runNext() {
    Task task = next();
    if (task == null) {
      return;
    }
    try {
      task.run().run();
    } catch (RuntimeException e) {
      log.error("A task failed that should have answered for itself", e);
    }
  }

  private synchronized @Nullable Task next() {
    Object who = turns.poll();
    Line line = who == null ? null : lines.get(who);
    Task task = line == null ? null : line.tasks.poll();
    if (who == null || line == null || task == null) {
      return null;
    }
    line.bytes -= task.bytes();
    waiting--;
    waitingBytes -= task.bytes();
    if (line.tasks.isEmpty()) {
      lines.remove(who);
    } else {
      turns.add(who);
    }
    return task;
  }

  /** How many tasks wait. */
  synchronized int waiting() {
    return waiting;
  }
}
