package io.meltemi.translator.bootstrap;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.MeshProxyConfig;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What users may say of how an Envoy works that it must know from its start.
 *
 * @param connectionLimit how many clients it serves at once; at least 1
 * @param runtimeValues Envoy's runtime keys; the empty value takes one of ours away
 */
public record ProxyTuning(
    Optional<Integer> connectionLimit,
    ImmutableSortedMap<String, String> runtimeValues,
    Statistics statistics) {

  public static final ProxyTuning DEFAULT = of(ImmutableList.of());

  /**
   * Of all who have a say.
   *
   * @param strongestFirst a pod's annotation before the mesh's settings
   */
  public static ProxyTuning of(ImmutableList<MeshProxyConfig> strongestFirst) {
    Map<String, String> runtimeValues = new TreeMap<>();
    strongestFirst.reverse().forEach(it -> runtimeValues.putAll(it.runtimeValues()));
    return new ProxyTuning(
        strongestFirst.stream()
            .flatMap(it -> it.connectionSettings().stream())
            .flatMap(it -> it.globalDownstreamConnectionLimit().stream())
            .filter(limit -> limit > 0)
            .findFirst(),
        ImmutableSortedMap.copyOf(runtimeValues),
        statistics(strongestFirst));
  }

  private static Statistics statistics(ImmutableList<MeshProxyConfig> strongestFirst) {
    boolean compressed =
        strongestFirst.stream()
            .flatMap(it -> it.statsCompression().stream())
            .findFirst()
            .orElse(true);
    return new Statistics(
        strongestFirst.stream().flatMap(it -> it.proxyStatsMatcher().stream()).findFirst(),
        ImmutableSortedMap.of(),
        compressed ? Statistics.Compression.GZIP : Statistics.Compression.NONE);
  }

  public ProxyTuning with(Statistics said) {
    return new ProxyTuning(connectionLimit, runtimeValues, said);
  }
}
