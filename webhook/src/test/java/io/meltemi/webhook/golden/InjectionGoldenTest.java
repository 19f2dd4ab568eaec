package io.meltemi.webhook.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.zjsonpatch.JsonPatch;
import io.meltemi.webhook.inject.Injection;
import io.meltemi.webhook.inject.Injector;
import io.meltemi.webhook.inject.PodPatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
class InjectionGoldenTest {

  private static final boolean REWRITE = Boolean.getBoolean("golden.rewrite");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TestFactory
  Stream<DynamicTest> cases() throws IOException {
    return InjectionCase.all().stream()
        .map(golden -> dynamicTest(golden.toString(), () -> check(golden)));
  }

  private static void check(InjectionCase golden) throws IOException {
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

  private static Map<String, String> actual(InjectionCase golden) {
    Map<String, String> actual = new TreeMap<>();
    switch (Injector.inject(golden.inputs())) {
      case Injection.Skipped skipped ->
          actual.put("outcome.yaml", Yaml.print(Map.of("skipped", skipped.why())));
      case Injection.Refused refused ->
          actual.put("outcome.yaml", Yaml.print(Map.of("refused", refused.problems())));
      case Injection.Injected injected -> {
        JsonNode pod = patched(golden.inputs().pod(), injected.pod());
        if (!injected.warnings().isEmpty()) {
          actual.put("outcome.yaml", Yaml.print(Map.of("warnings", injected.warnings())));
        }
        golden
            .expect()
            .forEach(
                (what, paths) ->
                    actual.put(
                        what + ".yaml",
                        print(what.equals("bootstrap") ? Bootstraps.of(pod) : pod, paths)));
        if (golden.expect().containsKey("pod")) {
          assertThat(golden.expect().get("pod")).as("what of the pod").isNotEmpty();
        }
      }
    }
    assertThat(actual).as("the case expects something").isNotEmpty();
    return actual;
  }

  /** As an API server would have it, which gets the patch only. */
  private static JsonNode patched(Pod before, Pod after) {
    ArrayNode patch = (ArrayNode) PodPatch.between(before, after);
    JsonNode result = JsonPatch.apply(patch, JSON.valueToTree(before));
    JsonNode wanted = JSON.valueToTree(after);
    assertThat(result).isEqualTo(wanted);
    return result;
  }

  private static String print(JsonNode tree, List<String> paths) {
    Map<String, Object> shown = new LinkedHashMap<>();
    for (String path : paths) {
      JsonNode found = path.equals("*") ? tree : Paths.find(tree, path);
      shown.put(path, Bootstraps.elided(found));
    }
    return Yaml.print(shown.size() == 1 && shown.containsKey("*") ? shown.get("*") : shown);
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
      Files.createDirectories(expected);
      Files.writeString(expected.resolve(file.getKey()), file.getValue());
    }
  }
}
