package io.meltemi.translator.bootstrap;

import com.google.common.collect.ImmutableList;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.metrics.v3.HistogramBucketSettings;
import io.envoyproxy.envoy.config.metrics.v3.StatsConfig;
import io.envoyproxy.envoy.config.metrics.v3.StatsMatcher;
import io.envoyproxy.envoy.type.matcher.v3.ListStringMatcher;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.meltemi.translator.config.MeshProxyConfig;

/** Writes {@link Statistics}, but for their compression. */
final class StatsConfigurer {

  /**
   * Whether it is live, has its configuration and is in touch with istiod; Istio's and one more.
   */
  private static final ImmutableList<String> NEEDED_PREFIXES =
      ImmutableList.of(
          "cluster_manager",
          "listener_manager",
          "server",
          "cluster." + EnvoyBootstrap.DISCOVERY_CLUSTER,
          "control_plane",
          "wasm");

  /** What policies decide, and how many connections there still are; as Istio. */
  private static final ImmutableList<String> NEEDED_SUFFIXES =
      ImmutableList.of(
          "rbac.allowed", "rbac.denied", "shadow_allowed", "shadow_denied", "downstream_cx_active");

  /** What a match's {@code statPrefix} counts. */
  private static final String NEEDED_REGEXP = "vhost\\..*\\.route\\..*";

  private StatsConfigurer() {}

  static void configure(Bootstrap.Builder bootstrap, Statistics statistics) {
    StatsConfig.Builder config = StatsConfig.newBuilder();
    statistics.kept().ifPresent(kept -> config.setStatsMatcher(matcher(kept)));
    statistics
        .buckets()
        .forEach(
            (prefix, bounds) ->
                config.addHistogramBucketSettings(
                    HistogramBucketSettings.newBuilder()
                        .setMatch(StringMatcher.newBuilder().setPrefix(prefix))
                        .addAllBuckets(bounds)));
    if (!config.build().equals(StatsConfig.getDefaultInstance())) {
      bootstrap.setStatsConfig(config);
    }
  }

  private static StatsMatcher matcher(MeshProxyConfig.StatsMatcher kept) {
    ListStringMatcher.Builder list = ListStringMatcher.newBuilder();
    NEEDED_PREFIXES.forEach(it -> list.addPatterns(StringMatcher.newBuilder().setPrefix(it)));
    kept.inclusionPrefixes()
        .forEach(it -> list.addPatterns(StringMatcher.newBuilder().setPrefix(it)));
    NEEDED_SUFFIXES.forEach(it -> list.addPatterns(StringMatcher.newBuilder().setSuffix(it)));
    kept.inclusionSuffixes()
        .forEach(it -> list.addPatterns(StringMatcher.newBuilder().setSuffix(it)));
    list.addPatterns(regex(NEEDED_REGEXP));
    kept.inclusionRegexps().forEach(it -> list.addPatterns(regex(it)));
    return StatsMatcher.newBuilder().setInclusionList(list).build();
  }

  private static StringMatcher regex(String expression) {
    return StringMatcher.newBuilder()
        .setSafeRegex(RegexMatcher.newBuilder().setRegex(expression))
        .build();
  }
}
