package io.meltemi.istiod.state;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.ConfigKey;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Changes that wait for their hold-off, by lane; of one object only the newest counts. Time is
 * passed in, in nanoseconds of a monotonic clock. Not thread-safe.
 */
final class PendingChanges {

  private final Map<ConfigKey, Pending> byKey = new LinkedHashMap<>();
  private final LoopOptions holdOffs;
  private final EnumMap<Lane, Window> windows = new EnumMap<>(Lane.class);

  private record Pending(ObjectChange change, Lane lane, long sequence) {}

  private record Window(long first, long last, Instant since) {}

  PendingChanges(LoopOptions holdOffs) {
    this.holdOffs = holdOffs;
  }

  void add(ObjectChange change, Lane lane, long sequence, long now, Instant at) {
    byKey.remove(change.key());
    byKey.put(change.key(), new Pending(change, lane, sequence));
    windows.merge(
        lane, new Window(now, now, at), (old, _) -> new Window(old.first(), now, old.since()));
  }

  boolean isEmpty() {
    return byKey.isEmpty();
  }

  /** When {@link #take} next gives something. */
  OptionalLong due() {
    return windows.keySet().stream().mapToLong(this::due).min();
  }

  private long due(Lane lane) {
    Window window = windows.get(lane);
    return window == null ? Long.MAX_VALUE : holdOffs.of(lane).due(window.first(), window.last());
  }

  /** The changes of the lanes that are due, in the order in which they came. */
  ImmutableList<ObjectChange> take(long now) {
    ImmutableList.Builder<ObjectChange> taken = ImmutableList.builder();
    for (Lane lane : Lane.values()) {
      if (windows.containsKey(lane) && due(lane) <= now) {
        windows.remove(lane);
        for (var entries = byKey.values().iterator(); entries.hasNext(); ) {
          Pending pending = entries.next();
          if (pending.lane() == lane) {
            taken.add(pending.change());
            entries.remove();
          }
        }
      }
    }
    return taken.build();
  }

  /** All changes, due or not. */
  ImmutableList<ObjectChange> takeAll() {
    return take(Long.MAX_VALUE);
  }

  /** When the oldest change came that is not taken yet. */
  Instant oldest(Instant otherwise) {
    return windows.values().stream().map(Window::since).min(Instant::compareTo).orElse(otherwise);
  }

  /** The lowest sequence number among the changes that wait. */
  OptionalLong firstSequence() {
    return byKey.values().stream().mapToLong(Pending::sequence).min();
  }
}
