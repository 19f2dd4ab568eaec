package io.meltemi.translator.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * An immutable hash map that is cheap to change a little: a changed copy shares every shard without
 * a change. Its order means nothing and must not reach anything that does.
 */
final class ShardedMap<K, V> {

  /** A power of two; 40,000 entries are 160 a shard. */
  private static final int SHARDS = 256;

  private static final ShardedMap<?, ?> EMPTY =
      new ShardedMap<>(ImmutableList.copyOf(Collections.nCopies(SHARDS, ImmutableMap.of())));

  private final ImmutableList<ImmutableMap<K, V>> shards;

  private ShardedMap(ImmutableList<ImmutableMap<K, V>> shards) {
    this.shards = shards;
  }

  @SuppressWarnings("unchecked") // an empty map holds no K and no V
  static <K, V> ShardedMap<K, V> empty() {
    return (ShardedMap<K, V>) EMPTY;
  }

  Optional<V> get(K key) {
    return Optional.ofNullable(shards.get(shardOf(key)).get(key));
  }

  /** Calls back for every entry, in no particular order. */
  void forEach(BiConsumer<? super K, ? super V> action) {
    shards.forEach(shard -> shard.forEach(action));
  }

  /** The keys whose values are not the same, by reference, here and there. */
  void forEachChangedKey(ShardedMap<K, V> other, java.util.function.Consumer<? super K> action) {
    for (int i = 0; i < SHARDS; i++) {
      ImmutableMap<K, V> mine = shards.get(i);
      ImmutableMap<K, V> theirs = other.shards.get(i);
      if (mine != theirs) {
        mine.keySet().stream().filter(key -> mine.get(key) != theirs.get(key)).forEach(action);
        theirs.keySet().stream().filter(key -> !mine.containsKey(key)).forEach(action);
      }
    }
  }

  /**
   * This map with some entries set, or removed where the value is empty; this very map if that
   * changes nothing.
   */
  ShardedMap<K, V> with(Map<K, Optional<V>> changes) {
    Map<Integer, Map<K, V>> touched = new TreeMap<>();
    changes.forEach(
        (key, value) -> {
          int shard = shardOf(key);
          if (!value.equals(Optional.ofNullable(shards.get(shard).get(key)))) {
            Map<K, V> copy =
                touched.computeIfAbsent(shard, i -> new LinkedHashMap<>(shards.get(i)));
            value.ifPresentOrElse(v -> copy.put(key, v), () -> copy.remove(key));
          }
        });
    if (touched.isEmpty()) {
      return this;
    }
    ImmutableList.Builder<ImmutableMap<K, V>> next = ImmutableList.builderWithExpectedSize(SHARDS);
    for (int i = 0; i < SHARDS; i++) {
      Map<K, V> copy = touched.get(i);
      next.add(copy == null ? shards.get(i) : ImmutableMap.copyOf(copy));
    }
    return new ShardedMap<>(next.build());
  }

  private static int shardOf(Object key) {
    int hash = key.hashCode() * 0x9E3779B9; // spreads what hashes of records leave in few bits
    return (hash ^ (hash >>> 16)) & (SHARDS - 1);
  }
}
