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
      FormatChecks.text(at, value);
    }
  }

  static void names(Findings at, String field, List<String> names) {
    at.each(field, names, HeaderChecks::name);
  }
}
