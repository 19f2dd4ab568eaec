package io.meltemi.translator.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Looked at again where routes are made, as admission can be switched off. */
final class UserRegexTest {

  static String[] hostile() {
    return new String[] {
      "",
      "a".repeat(1025),
      "(?=x)",
      "(a)\\1",
      "(",
      "(".repeat(1024),
      "a{1001}",
      "((a{100}){100}){100}",
      "\\C",
      "[z-a]",
    };
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void whatEnvoyWouldNotTakeIsNotUsable(String expression) {
    assertThat(UserRegex.isUsable(expression)).isFalse();
  }

  /** Which takes a backtracking engine longer than there is time. */
  @ParameterizedTest
  @ValueSource(strings = {"(a+)+$", "(a|a)*b", "(.*.*.*)*x"})
  void whatIsHardForOthersIsUsable(String expression) {
    assertThat(UserRegex.isUsable(expression)).isTrue();
  }

  @Test
  void groupsAreCounted() {
    assertThat(UserRegex.groups("/(a)/(b)")).isEqualTo(2);
    assertThat(UserRegex.groups("a".repeat(1024))).isZero();
  }
}
