package io.meltemi.translator.config.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.translator.config.decode.ConfigTree.Scalar;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoreSchemaTest {

  @ParameterizedTest
  @CsvSource({
    "'', NULL",
    "~, NULL",
    "null, NULL",
    "nUll, STRING",
    "true, BOOL",
    "FALSE, BOOL",
    "yes, STRING",
    "0, INT",
    "-12, INT",
    "+7, INT",
    "0x1F, INT",
    "0o17, INT",
    "0x, STRING",
    "1.5, FLOAT",
    ".5, FLOAT",
    "5., FLOAT",
    "1e3, FLOAT",
    "1.5E-3, FLOAT",
    "., STRING",
    "-, STRING",
    "-., STRING",
    "1e, STRING",
    ".inf, FLOAT",
    "-.Inf, FLOAT",
    ".nan, FLOAT",
    "1.2.3, STRING",
    "10.0.0.1, STRING",
    "5s, STRING",
    "2026-01-01, STRING",
    "1_000, STRING",
  })
  void plainTextHasTheTypeOfTheCoreSchema(String text, Scalar.Type type) {
    assertThat(CoreSchema.typeOf(text)).isEqualTo(type);
  }
}
