package io.meltemi.istiod.watch;

import com.google.common.collect.ImmutableSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Decides when a changed file is worth reading.
 *
 * <p>A file that is renamed over another one is complete, and is read at once. One that is written
 * in place, created or deleted may be half way: a program that truncates before it writes, or an
 * editor that deletes and creates. It settles when nothing more has happened to it for {@link
 * #QUIET}, or after {@link #LIMIT}. Deletions settle together, so that a folder being removed file
 * by file is seen as what it is.
 *
 * <p>Time is passed in, in nanoseconds of a monotonic clock. Not thread-safe.
 */
final class SettlingChanges {

  /** Long enough between two writes of one program on a busy core, too short for a human. */
  static final Duration QUIET = Duration.ofMillis(20);

  /** A log-like file that never comes to rest is read all the same. */
  static final Duration LIMIT = Duration.ofMillis(500);

  private final Map<Path, Settling> settling = new LinkedHashMap<>();
  private final Set<Path> complete = new HashSet<>();
  private final Set<Path> deleted = new HashSet<>();
  private boolean rescan;

  private record Settling(long since, long last) {
    long due() {
      return Math.min(last + QUIET.toNanos(), since + LIMIT.toNanos());
    }
  }

  /** What there is to do now. {@code rescan} means: everything may be different. */
  record Due(ImmutableSet<Path> files, boolean rescan) {}

  void created(Path path, boolean known, long now) {
    if (known && !deleted.contains(path) && !settling.containsKey(path)) {
      complete.add(path);
    } else {
      touch(path, now);
    }
  }

  void modified(Path path, long now) {
    if (!complete.contains(path)) {
      touch(path, now);
    }
  }

  void deleted(Path path, long now) {
    complete.remove(path);
    deleted.add(path);
    touch(path, now);
    deleted.forEach(other -> touch(other, now));
  }

  /** Something about folders changed, or events were lost. */
  void everything() {
    rescan = true;
  }

  private void touch(Path path, long now) {
    settling.merge(path, new Settling(now, now), (old, _) -> new Settling(old.since(), now));
  }

  /** When {@link #take} will next have something; empty if nothing is under way. */
  OptionalLong due() {
    if (rescan || !complete.isEmpty()) {
      return OptionalLong.of(Long.MIN_VALUE);
    }
    return settling.values().stream().mapToLong(Settling::due).min();
  }

  /** What has settled by now; it is forgotten here. */
  Due take(long now) {
    ImmutableSet.Builder<Path> files = ImmutableSet.builder();
    files.addAll(complete);
    complete.clear();
    boolean gone = false;
    for (var entries = settling.entrySet().iterator(); entries.hasNext(); ) {
      Map.Entry<Path, Settling> entry = entries.next();
      if (entry.getValue().due() - now <= 0) {
        files.add(entry.getKey());
        gone |= deleted.remove(entry.getKey());
        entries.remove();
      }
    }
    Due due = new Due(files.build(), rescan || gone);
    rescan = false;
    return due;
  }
}
