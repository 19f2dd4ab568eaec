package io.meltemi.translator.route;

import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.meltemi.translator.config.StringMatch;
import java.util.Optional;

/** How a text is compared, in Envoy's words. */
final class StringMatchers {

  /** Istio reads a lone star where an expression stands as "is there". */
  private static final String STAR = "*";

  private StringMatchers() {}

  /** Whether the match only asks that something is there. */
  static boolean isPresence(StringMatch match) {
    return switch (match) {
      case StringMatch.Present _ -> true;
      case StringMatch.Regex regex -> regex.value().equals(STAR);
      case StringMatch.Exact _, StringMatch.Prefix _ -> false;
    };
  }

  /** Nothing, and a finding, if Envoy would not take it. Presence is any text. */
  static Optional<StringMatcher> matcher(StringMatch match, Findings findings) {
    StringMatcher.Builder matcher = StringMatcher.newBuilder();
    switch (match) {
      case StringMatch.Exact exact -> matcher.setExact(exact.value());
      // Envoy refuses an empty prefix, which every text has.
      case StringMatch.Prefix prefix when prefix.value().isEmpty() -> matcher.setSafeRegex(any());
      case StringMatch.Prefix prefix -> matcher.setPrefix(prefix.value());
      case StringMatch.Present _ -> matcher.setSafeRegex(any());
      case StringMatch.Regex regex -> {
        if (isPresence(regex)) {
          matcher.setSafeRegex(any());
        } else if (UserRegex.isUsable(regex.value())) {
          matcher.setSafeRegex(RegexMatcher.newBuilder().setRegex(regex.value()));
        } else {
          findings.at("regex").invalid("is not an RE2 expression of at most 1024 characters");
          return Optional.empty();
        }
      }
    }
    return Optional.of(matcher.build());
  }

  private static RegexMatcher any() {
    return RegexMatcher.newBuilder().setRegex(".*").build();
  }
}
