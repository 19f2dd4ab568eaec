package io.meltemi.translator.bootstrap;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.MeshProxyConfig.StatsMatcher;
import java.util.Optional;

/**
 * Which of Envoy's statistics there are, and how they are shown.
 *
 * @param kept those to keep, besides what a mesh needs itself; all of them if absent
 * @param buckets beginning of a histogram's name → the upper bounds of its buckets, rising
 */
public record Statistics(
    Optional<StatsMatcher> kept,
    ImmutableSortedMap<String, ImmutableList<Double>> buckets,
    Compression compression) {

  /** How the pages of statistics are sent to whoever asks for it. */
  public enum Compression {
    NONE,
    GZIP,
    BROTLI,
    ZSTD
  }

  public static final Statistics DEFAULT =
      new Statistics(Optional.empty(), ImmutableSortedMap.of(), Compression.GZIP);
}
