package io.meltemi.translator.route;

import com.google.common.base.CharMatcher;

/** What Envoy takes for a header's name and value; anything else it would refuse as a whole. */
final class HeaderNames {

  /** RFC 9110, section 5.6.2: {@code tchar}. */
  private static final CharMatcher TOKEN =
      CharMatcher.inRange('a', 'z')
          .or(CharMatcher.inRange('A', 'Z'))
          .or(CharMatcher.inRange('0', '9'))
          .or(CharMatcher.anyOf("!#$%&'*+-.^_`|~"))
          .precomputed();

  private static final CharMatcher LINE_BREAKS = CharMatcher.anyOf("\0\r\n").precomputed();

  private HeaderNames() {}

  /** A field name, or a pseudo header such as {@code :authority}. */
  static boolean isValid(String name) {
    String plain = name.startsWith(":") ? name.substring(1) : name;
    return !plain.isEmpty() && TOKEN.matchesAllOf(plain);
  }

  /**
   * A value that may use Envoy's {@code %COMMAND%} substitutions, with {@code %%} for a percent
   * sign: percent signs come in pairs.
   */
  static boolean isValidFormat(String value) {
    return isValidText(value) && CharMatcher.is('%').countIn(value) % 2 == 0;
  }

  static boolean isValidText(String value) {
    return LINE_BREAKS.matchesNoneOf(value);
  }

  /** Pseudo headers and {@code host}, which Envoy does not let header operations touch. */
  static boolean isInternal(String name) {
    return name.startsWith(":") || name.equalsIgnoreCase("host");
  }

  /** The headers that mean the request's authority. */
  static boolean isAuthority(String name) {
    return name.equalsIgnoreCase(":authority") || name.equalsIgnoreCase("host");
  }
}
