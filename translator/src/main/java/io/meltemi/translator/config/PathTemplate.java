package io.meltemi.translator.config;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import java.util.Optional;

/**
 * A path with {@code {*}} for one segment and, as the last of its wildcards, {@code {**}} for any
 * number of them: AuthorizationPolicy's spelling of Envoy's URI templates.
 */
public final class PathTemplate {

  private static final String ONE = "{*}";
  private static final String ANY = "{**}";
  private static final Splitter SLASHES = Splitter.on('/');

  /** What Envoy takes in the literal parts: RFC 3986's pchar without the star. */
  private static final CharMatcher LITERAL =
      CharMatcher.inRange('a', 'z')
          .or(CharMatcher.inRange('A', 'Z'))
          .or(CharMatcher.inRange('0', '9'))
          .or(CharMatcher.anyOf("-._~%!$&'()+,;:@="));

  private PathTemplate() {}

  /** Whether a path is a template; otherwise a star at one of its ends may be a wildcard. */
  public static boolean isTemplate(String path) {
    return path.contains(ONE) || path.contains(ANY);
  }

  /** Why a template is none; absent if it is one. */
  public static Optional<String> problem(String template) {
    if (template.replace(ONE, "").replace(ANY, "").contains("*")) {
      return Optional.of("mixes {*} with *; use {*} and {**} throughout");
    }
    if (!template.startsWith("/")) {
      return Optional.of("begins with a slash");
    }
    boolean anySeen = false;
    for (String segment : SLASHES.split(template.substring(1))) {
      boolean isOne = segment.equals(ONE);
      boolean isAny = segment.equals(ANY);
      if (!isOne && !isAny && (segment.contains("{") || segment.contains("}"))) {
        return Optional.of("{*} and {**} stand for whole segments, between slashes");
      }
      if (!isOne && !isAny && !LITERAL.matchesAllOf(segment)) {
        return Optional.of("has a character in \"" + segment + "\" that paths do not have");
      }
      if (anySeen && (isOne || isAny)) {
        return Optional.of("{**} must be the last of the wildcards");
      }
      anySeen |= isAny;
    }
    return Optional.empty();
  }

  /** In Envoy's spelling: {@code /v1/*}{@code /items/**}. */
  public static String toEnvoy(String template) {
    return template.replace(ANY, "**").replace(ONE, "*");
  }
}
