package io.meltemi.it.mesh;

import com.google.common.collect.ConcurrentHashMultiset;
import com.google.common.collect.ImmutableMultiset;
import io.meltemi.it.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * A steady, bounded load on one listener while a test does something to the mesh: a few callers,
 * each with a pause between its calls. Every answer is counted.
 */
public final class Load implements AutoCloseable {

  private static final int CALLERS = 4;
  private static final long PAUSE_NANOS = 3_000_000;
  private static final long MAX_CALLS = 200_000;

  /** Each call may be a handshake, and the machine may have much else to do. */
  private static final Duration BUSY_PATIENCE = Duration.ofMinutes(1);

  private final ConcurrentHashMultiset<String> failed = ConcurrentHashMultiset.create();
  private final AtomicInteger succeeded = new AtomicInteger();
  private final AtomicLong calls = new AtomicLong();
  private final List<Thread> callers = new ArrayList<>();
  private volatile boolean over;

  private final Predicate<Answer> good;

  private Load(Predicate<Answer> good) {
    this.good = good;
  }

  /** Runs until closed. */
  public static Load on(MeshClient client, Call call) {
    return on(client, call, answer -> answer.status() == 200);
  }

  /** The same; only answers that are good count as such. */
  public static Load on(MeshClient client, Call call, Predicate<Answer> good) {
    Load load = new Load(good);
    for (int i = 0; i < CALLERS; i++) {
      load.callers.add(Thread.ofPlatform().daemon().start(() -> load.run(client, call)));
    }
    return load;
  }

  private void run(MeshClient client, Call call) {
    while (!over && calls.incrementAndGet() < MAX_CALLS) {
      try {
        Answer answer = client.call(call);
        if (good.test(answer)) {
          succeeded.incrementAndGet();
        } else {
          failed.add(answer.status() + " " + answer.body());
        }
      } catch (IOException e) {
        failed.add(e.toString());
      } catch (InterruptedException _) {
        return;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** How many were answered well so far. */
  public int succeeded() {
    return succeeded.get();
  }

  /** Everything that was not answered well, by what it was. */
  public ImmutableMultiset<String> failures() {
    return ImmutableMultiset.copyOf(failed);
  }

  /** Waits until so many more requests have been answered: time, measured in traffic. */
  public void awaitMore(int requests) throws Exception {
    int target = succeeded() + requests;
    Await.until(requests + " more requests", BUSY_PATIENCE, () -> succeeded() >= target);
  }

  @Override
  public void close() {
    over = true;
    for (Thread caller : callers) {
      try {
        caller.join(15_000);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
