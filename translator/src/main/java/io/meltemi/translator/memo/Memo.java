package io.meltemi.translator.memo;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what a generator made of its inputs, for as long as somebody still uses the result.
 *
 * <p>The key is the complete input, so a hit is always right. Results are held weakly: a result
 * lives exactly as long as a snapshot (or another memo's key) refers to it, which bounds the memo
 * by the live configuration without a policy of its own. Whether a result had to be made again can
 * be seen in {@link #stats()} and nowhere else.
 *
 * <p>Not thread-safe: it belongs to the one thread that translates.
 *
 * @param <K> the generator's inputs
 * @param <V> what it makes
 */
public final class Memo<K extends Record, V> {

  private final Map<K, Entry<K, V>> entries = new HashMap<>();
  private final ReferenceQueue<V> released = new ReferenceQueue<>();
  private final boolean enabled;
  private long hits;
  private long misses;

  public Memo() {
    this(true);
  }

  private Memo(boolean enabled) {
    this.enabled = enabled;
  }

  /** A memo that remembers nothing: what the law "with and without memo, same snapshot" runs on. */
  public static <K extends Record, V> Memo<K, V> disabled() {
    return new Memo<>(false);
  }

  /** The generator's result for {@code inputs}: the one it gave before, or a new one. */
  public V get(K inputs, Function<? super K, ? extends V> generator) {
    forgetReleased();
    Entry<K, V> entry = entries.get(inputs);
    @Nullable V known = entry == null ? null : entry.get();
    if (known != null) {
      hits++;
      return known;
    }
    misses++;
    V made = generator.apply(inputs);
    if (enabled) {
      entries.put(inputs, new Entry<>(inputs, made, released));
    }
    return made;
  }

  /** How often a result was there, how often it had to be made, and how many are held. */
  public MemoStats stats() {
    forgetReleased();
    return new MemoStats(hits, misses, entries.size());
  }

  private void forgetReleased() {
    for (var reference = released.poll(); reference != null; reference = released.poll()) {
      if (reference instanceof Entry<?, ?> entry) {
        entries.remove(entry.key, entry);
      }
    }
  }

  private static final class Entry<K, V> extends WeakReference<V> {
    private final K key;

    Entry(K key, V value, ReferenceQueue<V> released) {
      super(value, released);
      this.key = key;
    }
  }
}
