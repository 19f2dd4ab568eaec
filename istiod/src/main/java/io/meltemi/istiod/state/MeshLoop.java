package io.meltemi.istiod.state;

import com.google.common.collect.ImmutableList;
import io.meltemi.istiod.watch.ConfigEvent;
import io.meltemi.istiod.watch.ConfigSink;
import io.meltemi.translator.diagnostic.Position;
import io.meltemi.translator.model.MeshModel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer: takes events from one queue, holds changes off for a while, makes one model of
 * them, and hands it to the publishers in their order. Whatever else must happen between two models
 * (a proxy connects) is queued as a task.
 *
 * <p>Nothing is published before every source has synced. Whatever throws is logged and left out;
 * the loop goes on.
 */
public final class MeshLoop implements ConfigSink, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(MeshLoop.class);

  private sealed interface Item {
    long sequence();

    record Events(ImmutableList<ConfigEvent> events, long sequence) implements Item {}

    record Task(Runnable task, long sequence) implements Item {}
  }

  private final MeshWriter writer;
  private final PendingChanges pending;
  private final ReportBoard reports;
  private final ImmutableList<MeshPublisher> publishers;
  private final LoopObserver observer;
  private final InstantSource clock;
  private final BlockingQueue<Item> queue = new LinkedBlockingQueue<>();
  private final Object submission = new Object();
  private final SequenceGate gate = new SequenceGate();
  private final Set<String> unsynced;
  private final Thread thread;
  private long submitted;
  private long taken;
  private volatile boolean synced;
  private volatile boolean closed;

  /**
   * @param publishers in the order in which they get each model
   */
  public MeshLoop(
      LoopOptions options,
      MeshModel first,
      ReportBoard reports,
      ImmutableList<MeshPublisher> publishers,
      LoopObserver observer,
      InstantSource clock) {
    this.writer = new MeshWriter(first, observer);
    this.pending = new PendingChanges(options);
    this.unsynced = new HashSet<>();
    this.reports = reports;
    this.publishers = publishers;
    this.observer = observer;
    this.clock = clock;
    this.thread = Thread.ofPlatform().daemon().name("mesh-loop").unstarted(this::run);
  }

  /** Nothing is published before this source has synced. To be said before {@link #start}. */
  public void expect(String source) {
    unsynced.add(source);
  }

  public void start() {
    thread.start();
  }

  @Override
  public void accept(ImmutableList<ConfigEvent> events) {
    submit(events);
  }

  /** Queues events; the number is for {@link #awaitPublished}. */
  public long submit(ImmutableList<ConfigEvent> events) {
    synchronized (submission) {
      queue.add(new Item.Events(events, ++submitted));
      return submitted;
    }
  }

  /** Queues something to be done on the loop's thread, between two models. */
  public long execute(Runnable task) {
    synchronized (submission) {
      queue.add(new Item.Task(task, ++submitted));
      return submitted;
    }
  }

  /** The newest model. Any thread may read it. */
  public MeshModel model() {
    return writer.model();
  }

  /** Whether all sources have synced and the first model is with the publishers. */
  public boolean isSynced() {
    return synced;
  }

  /** The number of the last thing that was queued. */
  public long submitted() {
    synchronized (submission) {
      return submitted;
    }
  }

  /**
   * Waits until everything up to that number has been done, and published if it changed anything.
   *
   * @return false if it took longer
   */
  public boolean awaitPublished(long sequence, Duration atMost) throws InterruptedException {
    return gate.await(sequence, atMost);
  }

  private void run() {
    while (!closed) {
      try {
        step();
      } catch (InterruptedException e) {
        return;
      } catch (Throwable e) { // even an Error of one object must not end the mesh
        failed("the mesh loop", e);
      }
    }
  }

  private void step() throws InterruptedException {
    @Nullable Item item = queue.poll(untilDue(), TimeUnit.NANOSECONDS);
    while (item != null) {
      taken = item.sequence();
      handle(item);
      if (item instanceof Item.Task) {
        break; // a storm of tasks must not delay what is due
      }
      item = queue.poll();
    }
    flush();
    gate.open(pending.firstSequence().orElse(taken + 1) - 1);
  }

  private long untilDue() {
    if (!unsynced.isEmpty() || pending.due().isEmpty()) {
      return TimeUnit.HOURS.toNanos(1);
    }
    return Math.max(0, pending.due().getAsLong() - System.nanoTime());
  }

  private void handle(Item item) {
    switch (item) {
      case Item.Events events ->
          events.events().forEach(event -> receive(event, events.sequence()));
      case Item.Task task -> guarded("a task", task.task());
    }
  }

  private void receive(ConfigEvent event, long sequence) {
    observer.received(event);
    switch (event) {
      case ConfigEvent.Upsert upsert ->
          note(
              new ObjectChange(upsert.object().key(), upsert.object(), upsert.position()),
              sequence);
      case ConfigEvent.Delete delete ->
          note(new ObjectChange(delete.key(), null, Position.NONE), sequence);
      case ConfigEvent.Report report -> reports.replace(report.origin(), report.diagnostics());
      case ConfigEvent.Synced source -> unsynced.remove(source.source());
    }
  }

  private void note(ObjectChange change, long sequence) {
    Lane lane = Lane.of(writer.object(change.key()), change.object());
    pending.add(change, lane, sequence, System.nanoTime(), clock.instant());
  }

  private void flush() {
    if (!unsynced.isEmpty()) {
      return;
    }
    Instant since = pending.oldest(clock.instant());
    // What the sources had when they started does not wait.
    ImmutableList<ObjectChange> changes =
        synced ? pending.take(System.nanoTime()) : pending.takeAll();
    if (synced && changes.isEmpty()) {
      return;
    }
    MeshModel before = writer.model();
    MeshModel after = writer.apply(changes);
    if (!synced || before != after) {
      MeshChange change = new MeshChange(before, after, since);
      publishers.forEach(publisher -> guarded("a publisher", () -> publisher.publish(change)));
    }
    synced = true;
  }

  private void guarded(String what, Runnable action) {
    try {
      action.run();
    } catch (Throwable e) { // see run()
      failed(what, e);
    }
  }

  private void failed(String what, Throwable e) {
    log.error("{} failed; going on", what, e);
    observer.failed(what, e);
  }

  /** Ends the loop; what is in the queue then is dropped. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      if (thread.isAlive()) {
        thread.join(Duration.ofSeconds(5));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
