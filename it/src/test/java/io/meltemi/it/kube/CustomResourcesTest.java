package io.meltemi.it.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.meltemi.it.envoy.Checkout;
import io.meltemi.translator.config.decode.ConfigDecoder;
import io.meltemi.translator.config.decode.ConfigReader;
import io.meltemi.translator.config.decode.Decoded;
import io.meltemi.translator.config.decode.DocumentReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The custom resources of the chart base in a real kube-apiserver, with a real kubectl. */
final class CustomResourcesTest {

  private static final Path CRDS = Checkout.path("charts/base/files/crds");

  @TempDir static Path folder = Path.of("");
  private static ApiServer server;
  private static CommandLineTool kubectl;

  @BeforeAll
  static void install() throws Exception {
    server = ApiServer.start(folder);
    kubectl = KubeTools.kubectl(server, folder);
    kubectl.run("apply", "-f", CRDS.toString()).orThrow();
    TestCrds.awaitAllServed(server.admin());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** kube-apiserver would serve a schema that is not structural, but not prune by it. */
  @Test
  void schemasAreStructural() throws Exception {
    String conditions =
        kubectl
            .run(
                "get",
                "crd",
                "-o",
                "jsonpath={range .items[*]}{range .status.conditions[*]}"
                    + "{.type}={.status} {end}{\"\\n\"}{end}")
            .orThrow();
    assertThat(conditions.lines()).hasSize(15).allMatch(line -> line.contains("Established=True"));
    assertThat(conditions).doesNotContain("NonStructuralSchema=True");
  }

  @TestFactory
  Stream<DynamicTest> whatIstioTakesIsTaken() throws IOException {
    return YamlFile.cases("crds/accepted.yaml").stream()
        .map(
            one ->
                dynamicTest(
                    name(one),
                    () -> {
                      CommandLineTool.Outcome outcome = create(one, "--validate=strict");
                      assertThat(outcome.err()).isEmpty();
                      outcome.orThrow();
                    }));
  }

  @TestFactory
  Stream<DynamicTest> whatMakesNoSenseIsRefusedWithFieldAndReason() throws IOException {
    return YamlFile.cases("crds/refused.yaml").stream()
        .map(
            one ->
                dynamicTest(
                    name(one),
                    () -> {
                      CommandLineTool.Outcome outcome = create(one, "--validate=warn");
                      assertThat(outcome.status()).as(outcome.all()).isNotZero();
                      for (Object said : (List<?>) one.getOrDefault("says", List.of())) {
                        assertThat(outcome.err()).contains(String.valueOf(said));
                      }
                    }));
  }

  @Test
  void unknownFieldsAreDroppedWithAWarning() throws Exception {
    CommandLineTool.Outcome outcome =
        kubectl.runWith(
            """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: typo, namespace: default}
            spec:
              hosts: [a]
              http: [{timeot: 5s, route: [{destination: {host: a}}]}]
            """,
            "create",
            "--validate=warn",
            "-o",
            "yaml",
            "-f",
            "-");
    assertThat(outcome.orThrow()).contains("hosts:").doesNotContain("timeot");
    assertThat(outcome.err()).contains("unknown field \"spec.http[0].timeot\"");
  }

  /**
   * Goldens and samples are what users write. What the decoder reads without a word the API server
   * takes, in the version it is written in.
   */
  @TestFactory
  Stream<DynamicTest> goldensAndSamplesAreTaken() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String root : List.of("translator/src/test/resources/golden", "samples")) {
      try (Stream<Path> all = Files.walk(Checkout.path(root))) {
        all.filter(file -> file.toString().endsWith(".yaml"))
            .filter(file -> !file.toString().contains("/expected/"))
            .sorted()
            .forEach(files::add);
      }
    }
    assertThat(files).hasSizeGreaterThan(100);
    return files.stream()
        .map(file -> dynamicTest(Checkout.path("").relativize(file).toString(), () -> taken(file)));
  }

  private static void taken(Path file) throws IOException, InterruptedException {
    ImmutableList<Object> objects = istioObjects(file);
    if (objects.isEmpty()) {
      return;
    }
    for (String namespace : namespaces(objects)) {
      kubectl.runWith(
          YamlFile.print(
              ImmutableMap.of(
                  "apiVersion", "v1",
                  "kind", "Namespace",
                  "metadata", ImmutableMap.of("name", namespace))),
          "apply",
          "-f",
          "-");
    }
    CommandLineTool.Outcome outcome =
        kubectl.runWith(
            YamlFile.print(ImmutableMap.of("apiVersion", "v1", "kind", "List", "items", objects)),
            "apply",
            "--dry-run=server",
            "--validate=strict",
            "-f",
            "-");
    assertThat(outcome.err()).isEmpty();
    outcome.orThrow();
  }

  private static ImmutableList<Object> istioObjects(Path file) throws IOException {
    try {
      return YamlFile.documents(Files.readString(file)).stream()
          .filter(
              document ->
                  document instanceof Map<?, ?> object
                      && object.get("apiVersion") instanceof String version
                      && version.contains(".istio.io/")
                      && isUnderstood(object))
          .collect(ImmutableList.toImmutableList());
    } catch (YamlEngineException _) {
      return ImmutableList.of(); // a golden about files that are no YAML
    }
  }

  private static boolean isUnderstood(Map<?, ?> object) {
    return DocumentReader.read("object", YamlFile.print(object)).documents().stream()
        .allMatch(
            document ->
                ConfigReader.read(document) instanceof Decoded.Accepted
                    && ConfigDecoder.decode(document).diagnostics().isEmpty());
  }

  private static Set<String> namespaces(ImmutableList<Object> objects) {
    Set<String> namespaces = new TreeSet<>();
    for (Object object : objects) {
      if (YamlFile.mapping(YamlFile.mapping(object).get("metadata")).get("namespace")
          instanceof String namespace) {
        namespaces.add(namespace);
      }
    }
    return namespaces;
  }

  private static String name(Map<String, Object> one) {
    return YamlFile.mapping(one.get("object")).get("kind") + ": " + one.get("why");
  }

  private static CommandLineTool.Outcome create(Map<String, Object> one, String validate)
      throws IOException, InterruptedException {
    Map<String, Object> object = new LinkedHashMap<>(YamlFile.mapping(one.get("object")));
    object.put("metadata", ImmutableMap.of("name", "one", "namespace", "default"));
    return kubectl.runWith(
        YamlFile.print(object), "create", "--dry-run=server", validate, "-f", "-");
  }
}
