package io.meltemi.webhook.inject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.bootstrap.Statistics;
import io.meltemi.translator.bootstrap.Statistics.Compression;
import io.meltemi.translator.config.MeshProxyConfig.StatsMatcher;
import io.meltemi.translator.config.check.ConfigChecks;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a pod's annotations say of its proxy's statistics: each takes the place of what ProxyConfig
 * says of the same.
 */
final class StatsAnnotations {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Splitter COMMAS = Splitter.on(',').trimResults().omitEmptyStrings();
  private static final StatsMatcher NEEDED_ONLY =
      new StatsMatcher(ImmutableList.of(), ImmutableList.of(), ImmutableList.of());

  private final PodAnnotations annotations;

  private StatsAnnotations(PodAnnotations annotations) {
    this.annotations = annotations;
  }

  static Statistics over(Statistics configured, PodAnnotations annotations) {
    StatsAnnotations said = new StatsAnnotations(annotations);
    return new Statistics(
        said.kept(configured.kept()), said.buckets(), said.compression(configured.compression()));
  }

  private Optional<StatsMatcher> kept(Optional<StatsMatcher> configured) {
    Optional<ImmutableList<String>> prefixes = list(Annotations.STATS_PREFIXES);
    Optional<ImmutableList<String>> suffixes = list(Annotations.STATS_SUFFIXES);
    Optional<ImmutableList<String>> regexps = list(Annotations.STATS_REGEXPS);
    regexps.ifPresent(all -> all.forEach(this::checkExpression));
    if (prefixes.isEmpty() && suffixes.isEmpty() && regexps.isEmpty()) {
      return configured.map(StatsAnnotations::withAddress);
    }
    StatsMatcher under = configured.orElse(NEEDED_ONLY);
    return Optional.of(
        withAddress(
            new StatsMatcher(
                prefixes.orElse(under.inclusionPrefixes()),
                suffixes.orElse(under.inclusionSuffixes()),
                regexps.orElse(under.inclusionRegexps()))));
  }

  private Optional<ImmutableList<String>> list(String name) {
    return annotations.text(name).map(text -> ImmutableList.copyOf(COMMAS.split(text)));
  }

  /** Envoy does not start with one that it cannot read. */
  private void checkExpression(String expression) {
    ConfigChecks.regexProblem(expression)
        .ifPresent(problem -> annotations.problem(Annotations.STATS_REGEXPS, problem));
  }

  /** Names of listeners have the pod's address in them, which is known when it runs. */
  private static StatsMatcher withAddress(StatsMatcher matcher) {
    return new StatsMatcher(
        withAddress(matcher.inclusionPrefixes()),
        withAddress(matcher.inclusionSuffixes()),
        withAddress(matcher.inclusionRegexps()));
  }

  private static ImmutableList<String> withAddress(ImmutableList<String> patterns) {
    return patterns.stream()
        .map(it -> it.replace("{pod_ip}", KubeletVariables.INSTANCE_IP.placeholder()))
        .collect(ImmutableList.toImmutableList());
  }

  private Compression compression(Compression configured) {
    return annotations
        .text(Annotations.STATS_COMPRESSION)
        .flatMap(
            text ->
                switch (text) {
                  case "gzip" -> Optional.of(Compression.GZIP);
                  case "brotli" -> Optional.of(Compression.BROTLI);
                  case "zstd" -> Optional.of(Compression.ZSTD);
                  default -> {
                    annotations.problem(
                        Annotations.STATS_COMPRESSION, "takes gzip, brotli or zstd");
                    yield Optional.empty();
                  }
                })
        .orElse(configured);
  }

  private ImmutableSortedMap<String, ImmutableList<Double>> buckets() {
    Optional<String> text = annotations.text(Annotations.STATS_BUCKETS);
    if (text.isEmpty()) {
      return ImmutableSortedMap.of();
    }
    try {
      Map<String, ImmutableList<Double>> buckets = new TreeMap<>();
      for (Map.Entry<String, JsonNode> entry : JSON.readTree(text.get()).properties()) {
        buckets.put(entry.getKey(), bounds(entry.getValue()));
      }
      if (buckets.values().stream().noneMatch(ImmutableList::isEmpty) && !buckets.isEmpty()) {
        return ImmutableSortedMap.copyOf(buckets);
      }
    } catch (JsonProcessingException _) {
      // said below
    }
    annotations.problem(
        Annotations.STATS_BUCKETS,
        "takes JSON such as {\"cluster\": [1, 10, 100]}: rising bounds by the beginning of a name");
    return ImmutableSortedMap.of();
  }

  /** Empty if they are none. */
  private static ImmutableList<Double> bounds(JsonNode list) {
    ImmutableList.Builder<Double> bounds = ImmutableList.builder();
    double last = 0;
    for (JsonNode bound : list) {
      if (!bound.isNumber() || bound.doubleValue() <= last) {
        return ImmutableList.of();
      }
      last = bound.doubleValue();
      bounds.add(last);
    }
    return bounds.build();
  }
}
