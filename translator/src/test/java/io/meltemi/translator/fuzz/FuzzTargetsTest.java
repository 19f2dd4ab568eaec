package io.meltemi.translator.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.ByteString;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every target, on what it has failed on before, on thousands of damaged copies of proper input,
 * and on what is meant to exhaust it; the damage is always the same.
 */
final class FuzzTargetsTest {

  private static final int ROUNDS = 60;
  private static final int POLICIES = 3_000;

  /** Far above what anything here takes, also on two busy cores. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** What one megabyte of hostile text may make us allocate, most of it given back at once. */
  private static final long MOST_BYTES = 1L << 30;

  private static final Path RESOURCES = Path.of("src/test/resources");

  /** An input of a target. */
  record Seed(String name, Consumer<byte[]> target, ByteString bytes) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Consumer<byte[]> target(String name) {
    return switch (name) {
      case "DocumentFuzzer" -> DocumentFuzzer::fuzzerTestOneInput;
      case "PolicyFuzzer" -> PolicyFuzzer::fuzzerTestOneInput;
      case "KeySetFuzzer" -> KeySetFuzzer::fuzzerTestOneInput;
      case "MeshConfigFuzzer" -> MeshConfigFuzzer::fuzzerTestOneInput;
      default -> throw new AssertionError("no target " + name);
    };
  }

  private static Stream<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList().stream();
    }
  }

  private static Seed seed(String target, Path file) {
    try {
      return new Seed(
          target + " " + RESOURCES.relativize(file),
          target(target),
          ByteString.copyFrom(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** {@code fuzz/TARGET/NAME}: what was found once, and what is good to begin with. */
  static Stream<Seed> corpus() throws IOException {
    Path targets = RESOURCES.resolve("fuzz");
    return files(targets).map(file -> seed(targets.relativize(file).getName(0).toString(), file));
  }

  static Stream<Seed> proper() throws IOException {
    Stream<Seed> objects =
        files(RESOURCES.resolve("decode/every-field"))
            .map(
                file ->
                    seed(
                        file.endsWith("mesh-config.yaml") ? "MeshConfigFuzzer" : "DocumentFuzzer",
                        file));
    Stream<Seed> policies =
        Stream.of("authorization", "jwt", "mtls")
            .flatMap(
                area -> {
                  try {
                    return files(RESOURCES.resolve("golden").resolve(area));
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                })
            .filter(file -> file.endsWith("input.yaml"))
            .map(file -> seed("DocumentFuzzer", file));
    return Stream.of(corpus(), objects, policies).flatMap(seeds -> seeds);
  }

  @ParameterizedTest
  @MethodSource("proper")
  void inputAndDamagedCopiesOfItAreReadOrRefused(Seed seed) {
    byte[] proper = seed.bytes().toByteArray();
    seed.target().accept(proper);
    Random random = new Random(20_261_122);
    for (int i = 0; i < ROUNDS && proper.length > 0; i++) {
      byte[] damaged = proper.clone();
      for (int hits = random.nextInt(1, 5); hits > 0; hits--) {
        damaged[random.nextInt(damaged.length)] =
            (byte)
                (random.nextBoolean()
                    ? random.nextInt(256)
                    : "{}[]:,*&\"'- \n#".charAt(random.nextInt(14)));
      }
      int length = random.nextInt(8) == 0 ? random.nextInt(damaged.length) : damaged.length;
      seed.target().accept(Arrays.copyOf(damaged, length));
    }
  }

  @Test
  void policiesWithMistakesAreTranslatedOrClosed() {
    Random random = new Random(20_261_122);
    for (int i = 0; i < POLICIES; i++) {
      byte[] choices = new byte[random.nextInt(200)];
      random.nextBytes(choices);
      PolicyFuzzer.fuzzerTestOneInput(choices);
    }
  }

  /** A text that is meant to exhaust whoever reads it. */
  private static Seed hostile(String why, String spec) {
    String text =
        "apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\n"
            + "metadata: {name: p, namespace: default}\nspec:\n  action: DENY\n"
            + spec;
    return new Seed(why, DocumentFuzzer::fuzzerTestOneInput, bytes(text));
  }

  private static ByteString bytes(String text) {
    return ByteString.copyFrom(text, StandardCharsets.UTF_8);
  }

  private static String repeated(String text, int times) {
    return text.repeat(times);
  }

  static Stream<Seed> hostile() {
    StringBuilder bomb =
        new StringBuilder("  rules:\n  - to: [{operation: {paths: &a0 [/a, /b]}}]\n");
    for (int i = 1; i < 30; i++) {
      bomb.append("  x%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    StringBuilder paths = new StringBuilder("  rules:\n  - to: [{operation: {paths: &p [");
    paths.append(repeated("/a, ", 2_000)).append("/b]}}]\n");
    paths.append(repeated("  - to: [{operation: {paths: *p}}]\n", 500));
    return ImmutableList.of(
        hostile("deep lists", "  rules: " + repeated("[", 100_000)),
        hostile("deep mappings", "  rules: " + repeated("{a: ", 100_000)),
        hostile("deep JSON in a policy", "  rules: " + repeated("{\"a\":", 100_000)),
        hostile("deep rules", "  rules: [{from: " + repeated("[{source: ", 50_000)),
        hostile("deep blocks", "  rules:\n  " + repeated("- ", 100_000)),
        hostile("aliases of aliases", bomb.toString()),
        hostile("the same long list in many rules", paths.toString()),
        hostile("many rules", "  rules:\n" + repeated("  - {}\n", 100_000)),
        hostile(
            "many values",
            "  rules: [{to: [{operation: {paths: [" + repeated("/a, ", 100_000) + "/b]}}]}]\n"),
        hostile(
            "many bad values",
            "  rules: [{to: [{operation: {ports: [" + repeated("x, ", 100_000) + "x]}}]}]\n"),
        hostile(
            "many sources",
            "  rules: [{from: ["
                + repeated("{source: {principals: ['a/b/c/d/e/f/*']}}, ", 20_000)
                + "]}]\n"),
        hostile(
            "a value with many slashes",
            "  rules: [{from: [{source: {requestPrincipals: ['"
                + repeated("/", 4_000)
                + "']}}]}]\n"),
        hostile(
            "many labels",
            "  selector:\n    matchLabels:\n"
                + Stream.iterate(0, i -> i + 1)
                    .limit(20_000)
                    .map("      l%d: '*'\n"::formatted)
                    .reduce(new StringBuilder(), StringBuilder::append, StringBuilder::append)),
        hostile(
            "many unknown fields",
            Stream.iterate(0, i -> i + 1)
                .limit(50_000)
                .map("  f%d: 1\n"::formatted)
                .reduce(new StringBuilder(), StringBuilder::append, StringBuilder::append)
                .toString()),
        hostile("a long text", "  action: " + repeated("x", 1_000_000)),
        new Seed("no end", DocumentFuzzer::fuzzerTestOneInput, bytes(repeated("[", 1_000_000))),
        new Seed(
            "keys in keys",
            KeySetFuzzer::fuzzerTestOneInput,
            bytes(repeated("{\"keys\":[", 100_000))),
        new Seed(
            "settings in settings",
            MeshConfigFuzzer::fuzzerTestOneInput,
            bytes("a: " + repeated("{a: ", 100_000))))
        .stream();
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void hostileInputTakesBoundedTimeAndMemory(Seed seed) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    byte[] bytes = seed.bytes().toByteArray();
    long cpu = threads.getCurrentThreadCpuTime();
    long allocated = threads.getCurrentThreadAllocatedBytes();
    seed.target().accept(bytes);
    assertThat(threads.getCurrentThreadAllocatedBytes() - allocated).isLessThan(MOST_BYTES);
    assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - cpu)).isLessThan(LONGEST);
  }
}
