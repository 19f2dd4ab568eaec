package io.meltemi.istiod.xds;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.meltemi.translator.xds.ResourceDelta;
import io.meltemi.translator.xds.ResourceSet;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Differences and unions of resource sets, computed once for all streams that go from the same set
 * to the same set. Sets are told apart by reference; what nobody else refers to is let go.
 */
final class Transitions {

  private final PairMemo<ResourceDelta> deltas = new PairMemo<>((from, to) -> to.since(from));

  /** Empty where the union is the target itself: a value must not keep its own weak key alive. */
  private final PairMemo<Optional<ResourceSet>> unions = new PairMemo<>(Transitions::computeUnion);

  /** What somebody who has {@code from} must be told to have {@code to}. */
  ResourceDelta between(ResourceSet from, ResourceSet to) {
    return from == to ? ResourceDelta.NONE : deltas.get(from, to);
  }

  /** All of {@code to}, and what only {@code from} has: the make before the break. */
  ResourceSet union(ResourceSet from, ResourceSet to) {
    return from == to || from.isEmpty() ? to : unions.get(from, to).orElse(to);
  }

  private static Optional<ResourceSet> computeUnion(ResourceSet from, ResourceSet to) {
    return to.since(from).removed().isEmpty() ? Optional.empty() : Optional.of(from.including(to));
  }

  /** Results by (from, to), held weakly by both. */
  private static final class PairMemo<V> {

    private final BiFunction<ResourceSet, ResourceSet, V> function;
    private final Cache<ResourceSet, Origins<V>> byTarget =
        CacheBuilder.newBuilder().weakKeys().build();

    PairMemo(BiFunction<ResourceSet, ResourceSet, V> function) {
      this.function = function;
    }

    V get(ResourceSet from, ResourceSet to) {
      Origins<V> origins = byTarget.getIfPresent(to);
      if (origins == null) {
        origins = byTarget.asMap().computeIfAbsent(to, _ -> new Origins<>());
      }
      return origins.get(from, to, function);
    }
  }

  /** The few sets from which streams go to one target: mostly one, the set before. */
  private static final class Origins<V> {

    private static final int MAX = 16;

    private record Result<V>(WeakReference<ResourceSet> from, V value) {}

    private final Deque<Result<V>> results = new ArrayDeque<>();

    synchronized V get(
        ResourceSet from, ResourceSet to, BiFunction<ResourceSet, ResourceSet, V> function) {
      for (Result<V> result : results) {
        if (result.from().refersTo(from)) {
          return result.value();
        }
      }
      V value = function.apply(from, to);
      if (results.size() == MAX) {
        results.removeLast();
      }
      results.addFirst(new Result<>(new WeakReference<>(from), value));
      return value;
    }
  }
}
