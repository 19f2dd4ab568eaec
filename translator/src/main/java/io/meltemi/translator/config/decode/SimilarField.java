package io.meltemi.translator.config.decode;

import com.google.common.base.Ascii;
import java.util.Collection;
import java.util.Optional;

/** Guesses which field was meant. */
final class SimilarField {

  private static final int CLOSE = 2;
  private static final int MAX_LENGTH = 64;

  private SimilarField() {}

  static Optional<String> of(String written, Collection<String> known) {
    String best = "";
    int bestDistance = CLOSE + 1;
    for (String field : known) {
      int distance = distance(plain(written), plain(field));
      if (distance < bestDistance) {
        best = field;
        bestDistance = distance;
      }
    }
    // Two edits turn any short word into any other.
    return best.isEmpty() || bestDistance * 2 >= written.length()
        ? Optional.empty()
        : Optional.of(best);
  }

  /** Case and underscores are the usual mistakes, so they cost nothing. */
  private static String plain(String name) {
    return Ascii.toLowerCase(name).replace("_", "").replace("-", "");
  }

  /** Levenshtein's. */
  private static int distance(String a, String b) {
    if (a.length() > MAX_LENGTH || Math.abs(a.length() - b.length()) > CLOSE) {
      return CLOSE + 1;
    }
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, Math.min(previous[j], row[j - 1]) + 1);
      }
      previous = row;
    }
    return previous[b.length()];
  }
}
