package io.meltemi.translator.config.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {

  @ParameterizedTest
  @CsvSource({
    "1s, PT1S",
    "1.5s, PT1.5S",
    "200ms, PT0.2S",
    "1h1m1s, PT1H1M1S",
    "100us, PT0.0001S",
    "100µs, PT0.0001S",
    "7ns, PT0.000000007S",
    "0, PT0S",
    "0s, PT0S",
    "-2s, PT-2S",
    "+2s, PT2S",
    ".5m, PT30S",
  })
  void durationsAreReadAsGoReadsThem(String text, Duration duration) {
    assertThat(GoDuration.parse(text)).contains(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "s",
        "1 s",
        "1d",
        "1s1",
        ".s",
        "1..2s",
        "-",
        "ten",
        "9999999999999h",
        "1S"
      })
  void whatIsNoDurationIsRefused(String text) {
    assertThat(GoDuration.parse(text)).isEmpty();
  }
}
