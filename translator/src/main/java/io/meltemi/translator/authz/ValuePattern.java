package io.meltemi.translator.authz;

import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;

/**
 * A value as policies write it: a text, {@code prefix*}, {@code *suffix}, or {@code *} for anything
 * that is there. A star elsewhere is a star.
 */
sealed interface ValuePattern {

  record Exact(String text) implements ValuePattern {}

  record Prefix(String text) implements ValuePattern {}

  record Suffix(String text) implements ValuePattern {}

  record Present() implements ValuePattern {}

  String STAR = "*";

  static ValuePattern parse(String value) {
    if (value.equals(STAR)) {
      return new Present();
    }
    if (value.startsWith(STAR)) {
      return new Suffix(value.substring(1));
    }
    return value.endsWith(STAR)
        ? new Prefix(value.substring(0, value.length() - 1))
        : new Exact(value);
  }

  default StringMatcher matcher() {
    return matcher(false);
  }

  default StringMatcher matcher(boolean ignoreCase) {
    StringMatcher.Builder matcher = StringMatcher.newBuilder();
    switch (this) {
      case Exact(String text) -> matcher.setExact(text).setIgnoreCase(ignoreCase);
      case Prefix(String text) -> matcher.setPrefix(text).setIgnoreCase(ignoreCase);
      case Suffix(String text) -> matcher.setSuffix(text).setIgnoreCase(ignoreCase);
      case Present() -> matcher.setSafeRegex(RegexMatcher.newBuilder().setRegex(".+"));
    }
    return matcher.build();
  }

  default HeaderMatcher headerMatcher(String name, boolean ignoreCase) {
    HeaderMatcher.Builder matcher = HeaderMatcher.newBuilder().setName(name);
    return switch (this) {
      case Present() -> matcher.setPresentMatch(true).build();
      case Exact _, Prefix _, Suffix _ -> matcher.setStringMatch(matcher(ignoreCase)).build();
    };
  }
}
