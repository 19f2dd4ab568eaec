package io.meltemi.istiod.status;

import io.meltemi.istiod.watch.kube.ObjectState;
import io.meltemi.translator.diagnostic.ConfigKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * When an object may be written again: at once after its user has changed it, and then after twice
 * as long each time. So a verdict that flaps, a write that fails, and a second writer who insists
 * on something else all cost a write in five minutes in the end, and nothing can loop.
 *
 * <p>Mutable; belongs to one thread.
 */
final class Pace {

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final int MOST_DOUBLINGS = 8;

  /** An object that was left alone for so long begins anew. */
  private static final Duration FORGOTTEN = Duration.ofMinutes(10);

  private final Map<ConfigKey, Tries> tries = new HashMap<>();

  private record Tries(long generation, int count, Instant last) {
    Instant next() {
      return last.plus(FIRST.multipliedBy(1L << Math.min(count - 1, MOST_DOUBLINGS)));
    }
  }

  boolean allows(ObjectState state, Instant now) {
    Tries before = tries.get(state.key());
    return before == null
        || before.generation() != state.generation()
        || !now.isBefore(before.next());
  }

  /** The object was written, or it was tried. */
  void tried(ObjectState state, Instant now) {
    tries.compute(
        state.key(),
        (_, before) ->
            before == null
                    || before.generation() != state.generation()
                    || before.last().plus(FORGOTTEN).isBefore(now)
                ? new Tries(state.generation(), 1, now)
                : new Tries(state.generation(), before.count() + 1, now));
  }

  /** Only these objects are there. */
  void keep(Set<ConfigKey> objects) {
    tries.keySet().retainAll(objects);
  }
}
