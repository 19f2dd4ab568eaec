package io.meltemi.istiod.watch;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.WorkloadEntry;
import io.meltemi.translator.diagnostic.Diagnostic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** Replays events into what they add up to, and lets a test wait for it. */
final class RecordingSink implements ConfigSink {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, String> addresses = new TreeMap<>();
  private final Map<String, ImmutableList<Diagnostic>> reports = new TreeMap<>();
  private final List<ConfigEvent> log = new ArrayList<>();
  private int synced;

  @Override
  public void accept(ImmutableList<ConfigEvent> events) {
    lock.lock();
    try {
      events.forEach(this::replay);
      log.addAll(events);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void replay(ConfigEvent event) {
    switch (event) {
      case ConfigEvent.Upsert upsert -> {
        if (upsert.object().spec() instanceof WorkloadEntry entry) {
          addresses.put(upsert.object().name(), entry.address().substring("1.1.1.".length()));
        }
      }
      case ConfigEvent.Delete delete -> addresses.remove(delete.key().name());
      case ConfigEvent.Report report -> {
        if (report.diagnostics().isEmpty()) {
          reports.remove(report.origin());
        } else {
          reports.put(report.origin(), report.diagnostics());
        }
      }
      case ConfigEvent.Synced _ -> synced++;
    }
  }

  /** All objects, {@code name → last part of the address}. */
  ImmutableSortedMap<String, String> addresses() {
    lock.lock();
    try {
      return ImmutableSortedMap.copyOf(addresses);
    } finally {
      lock.unlock();
    }
  }

  /** Everything that is said now, each as its text. */
  ImmutableList<String> diagnostics() {
    lock.lock();
    try {
      return reports.values().stream()
          .flatMap(List::stream)
          .map(Diagnostic::toString)
          .collect(ImmutableList.toImmutableList());
    } finally {
      lock.unlock();
    }
  }

  int synced() {
    lock.lock();
    try {
      return synced;
    } finally {
      lock.unlock();
    }
  }

  /** All events so far. */
  ImmutableList<ConfigEvent> log() {
    lock.lock();
    try {
      return ImmutableList.copyOf(log);
    } finally {
      lock.unlock();
    }
  }

  void await(Predicate<RecordingSink> condition) {
    long left = PATIENCE.toNanos();
    lock.lock();
    try {
      while (!condition.test(this)) {
        if (left <= 0) {
          throw new AssertionError("waited in vain: " + addresses + " " + reports);
        }
        left = changed.awaitNanos(Math.min(left, TimeUnit.SECONDS.toNanos(20)));
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      lock.unlock();
    }
  }

  void awaitAddresses(Map<String, String> wanted) {
    await(sink -> sink.addresses.equals(wanted));
  }

  void awaitDiagnostic(String part) {
    await(sink -> sink.diagnostics().stream().anyMatch(text -> text.contains(part)));
  }
}
