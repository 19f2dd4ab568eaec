package io.meltemi.translator.config.decode;

import java.util.HashMap;
import java.util.Map;

/**
 * Shares equal short strings while one file is read: keys, kinds and label values repeat thousands
 * of times.
 */
final class StringPool {

  private static final int SHORT = 64;
  private static final int MANY = 100_000;

  private final Map<String, String> known = new HashMap<>();

  String shared(String text) {
    if (text.length() > SHORT || known.size() > MANY) {
      return text;
    }
    String before = known.putIfAbsent(text, text);
    return before == null ? text : before;
  }
}
