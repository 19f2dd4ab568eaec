package io.meltemi.translator.config;

import com.google.common.primitives.Ints;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How large an RE2 expression becomes when its repetitions are written out, which is how it is
 * compiled: 23 characters, {@code ((a{1000}){1000}){1000}}, are more than any memory. RE2 itself
 * refuses that; RE2/J bounds single repetitions only, so it must not be given such an expression.
 *
 * <p>What is no expression at all has any size: whoever compiles it says so.
 */
public final class RegexSize {

  /** RE2's bound of repetitions in repetitions ({@code kMaxRepeat}). */
  private static final int MOST_REPEATED = 1000;

  /** Envoy's bound of what it compiles, as our bootstrap sets it; about one for each atom. */
  private static final int MOST_ATOMS = 32_768;

  /**
   * Some text of an expression.
   *
   * @param atoms written out
   * @param repeated the largest product of repetitions in repetitions
   */
  private record Part(long atoms, long repeated) {

    static final Part NONE = new Part(0, 1);
    static final Part ONE = new Part(1, 1);

    Part and(Part next) {
      return new Part(atoms + next.atoms, Math.max(repeated, next.repeated));
    }

    Part times(int count) {
      return new Part(atoms * count, repeated * count);
    }

    boolean isTooLarge() {
      return atoms > MOST_ATOMS || repeated > MOST_REPEATED;
    }
  }

  private final String regex;
  private int at;

  private RegexSize(String regex) {
    this.regex = regex;
  }

  /** Whether it must not be compiled. */
  public static boolean isTooLarge(String regex) {
    return new RegexSize(regex).isTooLarge();
  }

  private boolean isTooLarge() {
    Deque<Part> around = new ArrayDeque<>();
    Part before = Part.NONE;
    Part last = Part.NONE;
    while (at < regex.length()) {
      char c = regex.charAt(at);
      int count = c == '{' ? repetition() : 0;
      if (count > 0) {
        last = last.times(count);
      } else if (c == '*' || c == '+' || c == '?') {
        at++;
      } else if (c == '(') {
        around.push(before.and(last));
        before = Part.NONE;
        last = Part.NONE;
        at++;
      } else if (c == ')' && !around.isEmpty()) {
        last = before.and(last);
        before = around.pop();
        at++;
      } else {
        before = before.and(last);
        last = Part.ONE;
        skipAtom(c);
      }
      if (before.isTooLarge() || last.isTooLarge()) {
        return true;
      }
    }
    while (!around.isEmpty()) {
      before = before.and(around.pop());
    }
    return before.and(last).isTooLarge();
  }

  /** The most of {@code {2}}, {@code {2,}} or {@code {2,5}}, and goes behind it; else 0. */
  private int repetition() {
    int end = regex.indexOf('}', at);
    if (end < 0) {
      return 0;
    }
    String inside = regex.substring(at + 1, end);
    int comma = inside.indexOf(',');
    String high = comma < 0 ? "" : inside.substring(comma + 1);
    Integer least = Ints.tryParse(comma < 0 ? inside : inside.substring(0, comma));
    Integer most = high.isEmpty() ? least : Ints.tryParse(high);
    if (least == null || most == null) {
      return 0;
    }
    at = end + 1;
    return Math.max(1, Math.max(least, most));
  }

  private void skipAtom(char c) {
    switch (c) {
      case '\\' -> skipEscape();
      case '[' -> skipClass();
      default -> at++;
    }
  }

  /** {@code \d}, {@code \x{10FFFF}}, {@code \p{Greek}}, {@code \Q...\E}. */
  private void skipEscape() {
    char kind = at + 1 < regex.length() ? regex.charAt(at + 1) : ' ';
    boolean braces = at + 2 < regex.length() && regex.charAt(at + 2) == '{';
    if (kind == 'Q') {
      skipTo("\\E", at + 2);
    } else if (braces && (kind == 'x' || kind == 'p' || kind == 'P')) {
      skipTo("}", at + 3);
    } else {
      at += 2;
    }
  }

  private void skipTo(String end, int from) {
    int found = regex.indexOf(end, from);
    at = found < 0 ? regex.length() : found + end.length();
  }

  /** A bracket that comes first is one of the class's characters. */
  private void skipClass() {
    at++;
    if (at < regex.length() && regex.charAt(at) == '^') {
      at++;
    }
    int first = at;
    while (at < regex.length()) {
      if (regex.charAt(at) == ']' && at > first) {
        at++;
        return;
      }
      if (regex.charAt(at) == '\\') {
        at += 2;
      } else if (regex.startsWith("[:", at) && regex.indexOf(":]", at) > 0) {
        skipTo(":]", at);
      } else {
        at++;
      }
    }
  }
}
