package io.meltemi.translator.config.check;

import com.google.common.base.Ascii;
import com.google.common.base.CharMatcher;
import io.meltemi.translator.config.Headers;
import java.util.List;
import java.util.Map;

/** HTTP header names and values, as RFC 9110 and Envoy want them. */
final class HeaderChecks {

  /** RFC 9110's token. */
  private static final CharMatcher TOKEN =
      CharMatcher.inRange('a', 'z')
          .or(CharMatcher.inRange('A', 'Z'))
          .or(CharMatcher.inRange('0', '9'))
          .or(CharMatcher.anyOf("!#$%&'*+-.^_`|~"));

  private static final CharMatcher FORBIDDEN_IN_VALUES = CharMatcher.anyOf("\0\r\n");

  private static final int MAX_LENGTH = 16_384;

  private HeaderChecks() {}

  static boolean isName(String name) {
    return !name.isEmpty() && TOKEN.matchesAllOf(name);
  }

  static void name(Findings at, String name) {
    if (!isName(name)) {
      at.invalid("takes a header's name, not \"" + name + "\"");
    }
  }

  /** The keys of a match; {@code :authority} and the like are matched under their own fields. */
  static void matchedNames(Findings at, String field, Map<String, ?> matches) {
    matches
        .keySet()
        .forEach(
            name -> {
              String plain = name.startsWith(":") ? name.substring(1) : name;
              // Routing on claims: @request.auth.claims.group, also with a separator of one's own.
              if (!name.startsWith("@request.auth.claims") && !isName(plain)) {
                at.entry(field, name).invalid("is not a header's name");
              }
            });
  }

  static void operations(Findings at, Headers headers) {
    at.present("request", headers.request(), HeaderChecks::operations);
    at.present("response", headers.response(), HeaderChecks::operations);
  }

  private static void operations(Findings at, Headers.Operations operations) {
    values(at, "set", operations.set());
    values(at, "add", operations.add());
    at.each("remove", operations.remove(), HeaderChecks::changedName);
  }

  private static void values(Findings at, String field, Map<String, String> headers) {
    headers.forEach(
        (name, value) -> {
          Findings entry = at.entry(field, name);
          if (isAuthority(name)) {
            if (field.equals("add")) {
              entry.invalid("there is only one authority; use set");
            }
          } else {
            changedName(entry, name);
          }
          value(entry, value);
        });
  }

  static boolean isAuthority(String name) {
    return Ascii.equalsIgnoreCase(name, "host") || Ascii.equalsIgnoreCase(name, ":authority");
  }

  /** Envoy refuses a route that changes pseudo headers or {@code host}. */
  private static void changedName(Findings at, String name) {
    if (name.startsWith(":") || Ascii.equalsIgnoreCase(name, "host")) {
      at.invalid("\"" + name + "\" cannot be changed here; use rewrite");
    } else {
      name(at, name);
    }
  }

  /** A literal, or a text with Envoy's commands: {@code %REQ(x)%}, and {@code %%} for a percent. */
  static void value(Findings at, String value) {
    if (FORBIDDEN_IN_VALUES.matchesAnyOf(value)) {
      at.invalid("cannot hold line breaks or NUL");
    } else if (value.length() > MAX_LENGTH) {
      at.invalid("is longer than " + MAX_LENGTH + " characters");
    } else {
      format(at, value);
    }
  }

  /** Envoy's substitution format, as far as its grammar goes. */
  static void format(Findings at, String format) {
    int from = 0;
    while (true) {
      int percent = format.indexOf('%', from);
      if (percent < 0) {
        return;
      }
      if (format.startsWith("%", percent + 1)) {
        from = percent + 2;
        continue;
      }
      int end = endOfCommand(format, percent + 1);
      if (end < 0) {
        at.invalid("has a % that begins no %COMMAND%; write %% for a percent sign");
        return;
      }
      from = end;
    }
  }

  /** After {@code NAME}, {@code (arguments)}, {@code :length} and the closing percent, or -1. */
  private static int endOfCommand(String format, int start) {
    int at = start;
    while (at < format.length() && isCommandCharacter(format.charAt(at))) {
      at++;
    }
    if (at == start) {
      return -1;
    }
    if (!format.startsWith("(", at)) {
      return afterLength(format, at);
    }
    // Arguments may hold parentheses themselves (CEL): the first that can end them does.
    for (int close = format.indexOf(')', at); close >= 0; close = format.indexOf(')', close + 1)) {
      int end = afterLength(format, close + 1);
      if (end >= 0) {
        return end;
      }
    }
    return -1;
  }

  private static boolean isCommandCharacter(char c) {
    return Ascii.isUpperCase(c) || Character.isDigit(c) || c == '_';
  }

  private static int afterLength(String format, int start) {
    int at = start;
    if (format.startsWith(":", at)) {
      at++;
      while (at < format.length() && Character.isDigit(format.charAt(at))) {
        at++;
      }
      if (at == start + 1) {
        return -1;
      }
    }
    return format.startsWith("%", at) ? at + 1 : -1;
  }

  static void names(Findings at, String field, List<String> names) {
    at.each(field, names, HeaderChecks::name);
  }
}
