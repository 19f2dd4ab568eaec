package io.meltemi.translator.route;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.meltemi.translator.config.RegexSize;

/** Regular expressions that users write: checked here, because Envoy refuses a table for one. */
final class UserRegex {

  /** Istio's cap at admission; it is checked again here, because admission can be switched off. */
  private static final int MAX_LENGTH = 1024;

  private UserRegex() {}

  static boolean isUsable(String expression) {
    return groups(expression) >= 0;
  }

  /** The number of groups, or -1 when Envoy's RE2 would not take the expression. */
  static int groups(String expression) {
    if (expression.isEmpty()
        || expression.length() > MAX_LENGTH
        || RegexSize.isTooLarge(expression)) {
      return -1;
    }
    try {
      return Pattern.compile(expression).groupCount();
    } catch (PatternSyntaxException | StackOverflowError _) {
      return -1;
    }
  }
}
