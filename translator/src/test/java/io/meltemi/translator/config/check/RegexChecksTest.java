package io.meltemi.translator.config.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.translator.config.StringMatch;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class RegexChecksTest {

  private static final ConfigKey KEY = new ConfigKey(ConfigKind.VIRTUAL_SERVICE, "default", "deep");

  /** As deep as its length allows: RE2/J recurses that deep. */
  private static final String DEEP = "(".repeat(512) + ")".repeat(512);

  @Test
  void anExpressionThatTheStackDoesNotHoldIsAMistakeAndNoError() throws InterruptedException {
    assertThat(isTooComplicated()).as("with room enough").isFalse(); // and all classes are loaded
    AtomicBoolean said = new AtomicBoolean();
    Thread small =
        new Thread(null, () -> said.set(isTooComplicatedFurtherDown(100_000)), "small", 256 * 1024);
    small.start();
    small.join();
    assertThat(said).as("with little room").isTrue();
  }

  /** Asks from the bottom of the stack up; at first there is no room even to ask. */
  private static boolean isTooComplicatedFurtherDown(int most) {
    if (most == 0) {
      return false;
    }
    try {
      if (isTooComplicatedFurtherDown(most - 1)) {
        return true;
      }
    } catch (StackOverflowError _) {
      // No room there.
    }
    return isTooComplicated();
  }

  private static boolean isTooComplicated() {
    Findings found = Findings.of(KEY);
    RegexChecks.match(found, new StringMatch.Regex(DEEP));
    return found.toList().stream().anyMatch(one -> one.message().contains("too complicated"));
  }
}
