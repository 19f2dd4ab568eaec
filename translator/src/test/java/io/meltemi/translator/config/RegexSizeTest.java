package io.meltemi.translator.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegexSizeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "((a{1000}){1000}){1000}",
        "(((((((((a{9}){9}){9}){9}){9}){9}){9}){9}){9})",
        "(a{40}){26}",
        "(a{1,40}b?){26,}",
        "(?:a{40}){0,26}",
        "(?P<name>(?i)a{40})+{26}",
        "((a{100}[)]){100}[)]){100}",
        "((a{100}[])]){100}[^])]){100}",
        "((a{100}[[:alpha:])]){100}){100}",
        "((a{100}\\)){100}\\)){100}",
        "((a{100}\\Q)\\E){100}){100}",
        "((a{100}\\x{29}){100}){100}",
        "((a{100}\\p{Greek}){100}){100}",
        "(((a{1000}){1000}){1000}",
      })
  void whatWouldBecomeTooLargeIs(String regex) {
    assertThat(RegexSize.isTooLarge(regex)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/api/v[12]/.*",
        "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        "a{1000}",
        "(a{30}){30}",
        "a{,5}{x}{",
        "\\{1000\\}\\{1000\\}",
        "[{1000}]{5}",
        ")))(((",
        "[",
        "\\",
        "\\Qa",
        "\\p{",
      })
  void othersAreNot(String regex) {
    assertThat(RegexSize.isTooLarge(regex)).isFalse();
  }

  @Test
  void manyThatAreNotTooLargeEachAreSoTogether() {
    assertThat(RegexSize.isTooLarge(".{1000}".repeat(32))).isFalse();
    assertThat(RegexSize.isTooLarge(".{1000}".repeat(33))).isTrue();
  }

  /** Whatever the text, what is let through is compiled within a moment, or refused by RE2/J. */
  @Test
  void whatIsLetThroughCompiles() {
    Random random = new Random(42);
    String[] parts = {
      "a",
      "(",
      "(",
      ")",
      ")",
      "{9}",
      "{99}",
      "{999}",
      "{9,}",
      "[",
      "]",
      "^",
      "\\",
      "\\Q",
      "\\E",
      "[:alpha:]",
      "|",
      "*",
      "+",
      "?",
      "\\p{L}",
      "\\x{29}",
      "(?:",
      "{",
      "}",
      ","
    };
    int compiled = 0;
    for (int round = 0; round < 20_000; round++) {
      StringBuilder regex = new StringBuilder();
      for (int i = random.nextInt(24); i >= 0; i--) {
        regex.append(parts[random.nextInt(parts.length)]);
      }
      if (!RegexSize.isTooLarge(regex.toString())) {
        try {
          compiled += Pattern.compile(regex.toString()).groupCount() >= 0 ? 1 : 0;
        } catch (PatternSyntaxException _) {
          // refused
        }
      }
    }
    assertThat(compiled).isGreaterThan(100);
  }
}
