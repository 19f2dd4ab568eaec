package io.meltemi.translator.config.check;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.meltemi.translator.config.RegexSize;
import io.meltemi.translator.config.StringMatch;
import java.util.Map;
import java.util.Optional;

/** Regular expressions, which Envoy runs on RE2, and so do we. */
final class RegexChecks {

  /** Istio's limit; a longer one takes every proxy's memory. */
  private static final int MAX_LENGTH = 1024;

  private RegexChecks() {}

  static void regex(Findings at, String regex) {
    parse(at, regex);
  }

  /**
   * An expression and what its matches are replaced with: {@code \0} to {@code \9} are the groups
   * of the expression, {@code \\} is a backslash. Envoy refuses a route where they do not fit.
   */
  static void rewrite(Findings at, String regex, String rewrite) {
    if (regex.isEmpty()) {
      at.at("match").missing("is required");
      return;
    }
    parse(at.at("match"), regex)
        .ifPresent(pattern -> references(at.at("rewrite"), rewrite, pattern.groupCount()));
  }

  static void match(Findings at, StringMatch match) {
    switch (match) {
      case StringMatch.Exact _, StringMatch.Prefix _, StringMatch.Present _ -> {}
      case StringMatch.Regex(String regex) -> {
        if (regex.isEmpty()) {
          at.at("regex").invalid("cannot be empty");
        } else {
          regex(at.at("regex"), regex);
        }
      }
    }
  }

  static void matches(Findings at, String field, Map<String, StringMatch> matches) {
    at.entries(field, matches, RegexChecks::match);
  }

  private static Optional<Pattern> parse(Findings at, String regex) {
    if (regex.length() > MAX_LENGTH) {
      at.invalid("is longer than " + MAX_LENGTH + " characters; use a prefix, or several rules");
      return Optional.empty();
    }
    if (RegexSize.isTooLarge(regex)) {
      at.invalid("repeats too much: more than 1000 times, or in all too long");
      return Optional.empty();
    }
    try {
      return Optional.of(Pattern.compile(regex));
    } catch (PatternSyntaxException e) {
      at.invalid(
          "is not an RE2 expression (lookarounds and back-references are not): "
              + e.getDescription());
      return Optional.empty();
    } catch (RuntimeException | StackOverflowError _) {
      // RE2/J recurses over nested groups; what it cannot hold, a proxy should not be asked to.
      at.invalid("is too complicated; use a prefix, or several rules");
      return Optional.empty();
    }
  }

  private static void references(Findings at, String rewrite, int groups) {
    int backslash = rewrite.indexOf('\\');
    while (backslash >= 0) {
      char next = backslash + 1 < rewrite.length() ? rewrite.charAt(backslash + 1) : ' ';
      if (next >= '0' && next <= '9') {
        if (next - '0' > groups) {
          at.invalid("refers to group " + next + ", but the expression has " + groups);
        }
      } else if (next != '\\') {
        at.invalid("has a lone backslash; write \\\\ for one, \\1 for a group");
      }
      backslash = rewrite.indexOf('\\', backslash + 2);
    }
  }
}
