package io.meltemi.translator.config.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts written to hurt: each must end in diagnostics, and soon. */
class HostileTextTest {

  private static final String HEAD =
      "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: x}\nspec:\n";

  /** A text with a name. */
  record Hostile(String why, String text) {

    @Override
    public String toString() {
      return why;
    }
  }

  static Stream<Hostile> hostile() {
    return Stream.of(
        new Hostile("deep flow lists", "[".repeat(100_000)),
        new Hostile("deep flow lists in YAML", "a: " + "[".repeat(100_000)),
        new Hostile("deep JSON", "{\"a\":".repeat(100_000)),
        new Hostile("deep flow mappings", "x: " + "{a: ".repeat(100_000)),
        new Hostile("deep block lists", "- ".repeat(100_000)),
        new Hostile("deep block mappings", deepMapping(2_000)),
        new Hostile("aliases of aliases", aliasBomb()),
        new Hostile("an alias of itself", "a: &a [*a]"),
        new Hostile("an alias of nothing", "a: *b"),
        new Hostile("a NUL", "a: \0"),
        new Hostile("half a surrogate pair", "a: \uD800"),
        new Hostile("half a pair by its number", "a: \"\\uD83D\""),
        new Hostile("half a pair in JSON", "{\"a\": \"\\uDE00\\uD83D\"}"),
        new Hostile("half a pair in a key of JSON", "{\"\\uD800\": 1}"),
        new Hostile("a control character", "a: \u0007"),
        new Hostile("a number that never ends", "9".repeat(1_000_000)),
        new Hostile("a document that is too long", "a: " + "x".repeat(9 << 20)),
        new Hostile("a directive with a huge version", "%YAML 1.99999999999\n--- a"),
        new Hostile("a binary file", binary()),
        new Hostile("a key that is a mapping", "? {a: b}\n: c"),
        new Hostile("a merge of a text", "<<: text"),
        new Hostile("tabs", "a:\n\t- b"));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void hostileTextEndsInDiagnostics(Hostile hostile) {
    Assertions.assertThatNoException().isThrownBy(() -> ConfigFile.read("f", hostile.text()));
    ConfigFile file = ConfigFile.read("f", hostile.text());
    assertThat(file.diagnostics()).isNotEmpty();
    assertThat(file.objects()).isEmpty();
    for (Diagnostic diagnostic : file.diagnostics()) {
      assertThat(diagnostic.message()).hasSizeLessThan(1_000);
    }
  }

  /** Where an object may hold any value, whoever walks it would walk ten to the twentieth. */
  @Test
  void aliasesCountAsWhatTheyStandFor() {
    assertThat(ConfigFile.read("f", aliasBomb()).diagnostics())
        .extracting(Diagnostic::message)
        .singleElement()
        .asString()
        .contains("with its aliases the document has too many values");
  }

  @Test
  void manyMistakesInOneObjectAreNotAllReported() {
    StringBuilder text = new StringBuilder(HEAD);
    for (int i = 0; i < 100_000; i++) {
      text.append("  f").append(i).append(": 1\n");
    }
    org.junit.jupiter.api.Assertions.assertTimeout(
        Duration.ofSeconds(20),
        () ->
            assertThat(ConfigFile.read("f", text.toString()).diagnostics())
                .hasSizeBetween(100, 200));
  }

  @Test
  void exponentsDoNotBecomeDigits() {
    ConfigFile file = ConfigFile.read("f", HEAD + "  http: [{match: [{port: 1e999999999}]}]\n");
    assertThat(file.diagnostics())
        .extracting(Diagnostic::code)
        .containsExactly(DiagnosticCode.INVALID_VALUE);
  }

  @Test
  void anyCutOfAFileEndsInDiagnosticsOrObjects() {
    String text =
        HEAD + "  hosts: [\"a\", 'b', *c, &d e]\n  http:\n  - match: [{uri: {exact: |\n  x\n}}]\n";
    for (int end = 0; end < text.length(); end++) {
      ConfigFile.read("f", text.substring(0, end));
    }
  }

  @Test
  void anyGarbledFileEndsInDiagnosticsOrObjects() {
    String text = HEAD + "  hosts: [\"a\", 'b']\n  http:\n  - match: [{uri: {exact: /}}]\n";
    Random random = new Random(42);
    String noise = "{}[]&*!|>%@`'\",:-?#\n\t \0\u00e9";
    for (int round = 0; round < 3_000; round++) {
      StringBuilder garbled = new StringBuilder(text);
      for (int change = 0; change < 4; change++) {
        garbled.setCharAt(
            random.nextInt(text.length()), noise.charAt(random.nextInt(noise.length())));
      }
      ConfigFile.read("f", garbled.toString());
    }
  }

  private static String deepMapping(int depth) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      text.append(" ".repeat(i)).append("a:\n");
    }
    return text.toString();
  }

  private static String aliasBomb() {
    StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 20; i++) {
      String before = "*a" + (i - 1);
      text.append("a%d: &a%d [".formatted(i, i))
          .append((before + ", ").repeat(9))
          .append(before)
          .append("]\n");
    }
    return text.toString();
  }

  private static String binary() {
    byte[] bytes = new byte[10_000];
    new Random(1).nextBytes(bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
