package io.meltemi.translator.route;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import com.google.protobuf.BoolValue;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.extensions.filters.http.cors.v3.CorsPolicy;
import io.meltemi.translator.config.HttpRoute;
import io.meltemi.translator.config.StringMatch;
import io.meltemi.translator.xds.Protos;
import java.util.Optional;

/** Writes cross-origin rules, as the route's configuration of the filter that applies them. */
final class CorsConfigurer {

  static final String FILTER = "envoy.filters.http.cors";

  private static final Joiner COMMAS = Joiner.on(',');

  private CorsConfigurer() {}

  static void configure(Route.Builder route, HttpRoute.CorsPolicy cors, Findings findings) {
    CorsPolicy.Builder policy =
        CorsPolicy.newBuilder()
            .setAllowMethods(COMMAS.join(cors.allowMethods()))
            .setAllowHeaders(COMMAS.join(cors.allowHeaders()))
            .setExposeHeaders(COMMAS.join(cors.exposeHeaders()))
            // Envoy answers preflights of unknown origins itself unless told to pass them on, which
            // is Istio's default.
            .setForwardNotMatchingPreflights(
                BoolValue.of(cors.unmatchedPreflights() != HttpRoute.UnmatchedPreflights.IGNORE));
    cors.allowCredentials().ifPresent(allow -> policy.setAllowCredentials(BoolValue.of(allow)));
    cors.maxAge()
        .filter(Durations::isUsable)
        .ifPresent(age -> policy.setMaxAge(Long.toString(age.toSeconds())));
    for (StringMatch origin : origins(cors)) {
      Optional<io.envoyproxy.envoy.type.matcher.v3.StringMatcher> matcher =
          StringMatchers.matcher(origin, findings.at("allowOrigins"));
      matcher.ifPresent(policy::addAllowOriginStringMatch);
    }
    route.putTypedPerFilterConfig(FILTER, Protos.any(policy.build()));
  }

  private static ImmutableList<StringMatch> origins(HttpRoute.CorsPolicy cors) {
    if (!cors.allowOrigins().isEmpty()) {
      return cors.allowOrigins();
    }
    return cors.allowOrigin().stream()
        .map(CorsConfigurer::exactOrAny)
        .collect(ImmutableList.toImmutableList());
  }

  /** The deprecated form is exact, except for the star that means every origin. */
  private static StringMatch exactOrAny(String origin) {
    return origin.equals("*") ? new StringMatch.Regex(".*") : new StringMatch.Exact(origin);
  }
}
