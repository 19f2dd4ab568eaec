package io.meltemi.translator.memo;

/**
 * What a {@link Memo} did so far.
 *
 * @param hits results that were there
 * @param misses results that had to be made
 * @param size results held now
 */
public record MemoStats(long hits, long misses, int size) {

  public static final MemoStats NONE = new MemoStats(0, 0, 0);

  public MemoStats plus(MemoStats other) {
    return new MemoStats(hits + other.hits, misses + other.misses, size + other.size);
  }
}
