package io.meltemi.istiod.push;

import com.google.common.collect.Iterables;
import io.meltemi.istiod.quarantine.Quarantine;
import io.meltemi.translator.model.MeshModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The whole mesh, as nearly all proxies see it, and what is left of it for those that refuse some
 * of it. Mutable; of one thread.
 */
final class Perspectives {

  /** Each translates for itself; proxies that refuse the same share one. */
  private static final int MOST = 64;

  private final Perspective whole;
  private final Map<Quarantine, Perspective> partial = new LinkedHashMap<>();
  private final List<ClassTranslation> spare = new ArrayList<>();

  Perspectives(ClassTranslation translation) {
    this.whole = new Perspective(Quarantine.NONE, translation);
  }

  Perspective whole() {
    return whole;
  }

  Iterable<Perspective> all() {
    return Iterables.concat(List.of(whole), partial.values());
  }

  Iterable<ClassGroup> groups() {
    return Iterables.concat(Iterables.transform(all(), Perspective::groups));
  }

  boolean hasRoomFor(Quarantine quarantine) {
    return quarantine.isEmpty() || partial.containsKey(quarantine) || partial.size() < MOST;
  }

  /** Everything but what is kept by that quarantine; there must be {@link #hasRoomFor room}. */
  Perspective without(Quarantine quarantine, MeshModel newest) {
    if (quarantine.isEmpty()) {
      return whole;
    }
    return partial.computeIfAbsent(
        quarantine,
        it -> {
          Perspective made = new Perspective(it, translation());
          made.look(newest);
          return made;
        });
  }

  /** What an earlier one remembers makes the next one cheap: most of what they see is the same. */
  private ClassTranslation translation() {
    return spare.isEmpty() ? whole.translation().another() : spare.removeLast();
  }

  void look(MeshModel newest) {
    all().forEach(perspective -> perspective.look(newest));
  }

  /**
   * Lets go of what no proxy is in any more, but does not forget what made it: a proxy that comes
   * back before anything has changed costs nothing.
   */
  void tidy() {
    all().forEach(Perspective::tidy);
    partial
        .values()
        .removeIf(
            perspective -> {
              boolean empty = perspective.groups().isEmpty();
              if (empty && spare.isEmpty()) {
                spare.add(perspective.translation());
              }
              return empty;
            });
    if (partial.isEmpty()) {
      spare.clear();
    }
  }

  /** Forgets what made what no proxy is in any more. */
  void forget() {
    all().forEach(Perspective::forget);
  }
}
