package io.meltemi.istiod.debug;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The part of a URL behind the question mark. */
final class Query {

  private static final int MAX = 4096;

  private Query() {}

  /** Name → the last value of that name; nothing of a query that is too long. */
  static ImmutableMap<String, String> parse(String raw) {
    if (raw.length() > MAX) {
      return ImmutableMap.of();
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String part : Splitter.on('&').omitEmptyStrings().split(raw)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      parameters.put(decoded(name), equals < 0 ? "" : decoded(part.substring(equals + 1)));
    }
    return ImmutableMap.copyOf(parameters);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return text; // not an escape, so it stands for itself
    }
  }
}
