package io.meltemi.translator.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.meltemi.translator.xds.ProxySnapshot;
import io.meltemi.translator.xds.ResourceSet;
import io.meltemi.translator.xds.XdsResource;
import io.meltemi.translator.xds.XdsText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every folder with a {@code case.yaml} is a test. */
class GoldenTest {

  private static final boolean REWRITE = Boolean.getBoolean("golden.rewrite");

  @TestFactory
  Stream<DynamicTest> cases() throws IOException {
    return GoldenCase.all().stream()
        .map(golden -> dynamicTest(golden.toString(), () -> check(golden)));
  }

  private static void check(GoldenCase golden) throws IOException {
    assertThat(golden.why()).as("case.yaml says why").isNotBlank();
    Map<String, String> actual = actual(golden);
    Path expected = golden.folder().resolve("expected");
    if (REWRITE) {
      rewrite(expected, actual);
    }
    assertThat(files(expected))
        .as("files under %s; `make golden` rewrites them", expected)
        .isEqualTo(actual.keySet());
    for (Map.Entry<String, String> file : actual.entrySet()) {
      assertThat(file.getValue())
          .as("%s/%s; `make golden` rewrites it", expected, file.getKey())
          .isEqualTo(Files.readString(expected.resolve(file.getKey())));
    }
  }

  /** File name under {@code expected/} → content. */
  private static Map<String, String> actual(GoldenCase golden) throws IOException {
    MeshFixture mesh = golden.mesh();
    Map<String, String> actual = new TreeMap<>();
    golden
        .proxies()
        .forEach(
            (name, proxy) -> {
              ProxySnapshot snapshot = mesh.snapshot(proxy);
              golden
                  .expect()
                  .forEach(
                      (type, names) ->
                          actual.put(
                              name + "/" + GoldenCase.fileName(type),
                              print(snapshot.resources(type), names)));
            });
    String diagnostics = mesh.diagnostics();
    if (!diagnostics.isEmpty()) {
      actual.put("diagnostics.yaml", diagnostics);
    }
    assertThat(actual).as("the case expects something").isNotEmpty();
    return actual;
  }

  static String print(ResourceSet resources, List<String> names) {
    StringBuilder text = new StringBuilder();
    for (XdsResource resource : resources) {
      if (names.contains("*") || names.contains(resource.name())) {
        text.append(text.isEmpty() ? "" : "---\n").append(XdsText.yaml(resource));
      }
    }
    for (String name : names) {
      if (!name.equals("*") && resources.get(name).isEmpty()) {
        text.append(text.isEmpty() ? "" : "---\n").append("# no ").append(name).append('\n');
      }
    }
    return text.toString();
  }

  private static Set<String> files(Path expected) throws IOException {
    if (!Files.isDirectory(expected)) {
      return new TreeSet<>();
    }
    try (Stream<Path> files = Files.walk(expected)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> expected.relativize(file).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static void rewrite(Path expected, Map<String, String> actual) throws IOException {
    for (String orphan : files(expected)) {
      Files.delete(expected.resolve(orphan));
    }
    for (Map.Entry<String, String> file : actual.entrySet()) {
      Path path = expected.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue().getBytes(StandardCharsets.UTF_8));
    }
  }
}
