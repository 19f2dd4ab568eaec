package io.meltemi.it.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.meltemi.istiod.IdentityConfig;
import io.meltemi.istiod.admission.AdmissionConfig;
import io.meltemi.it.envoy.Checkout;
import io.meltemi.translator.diagnostic.ConfigKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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

/**
 * What users apply meets a real API server with our schemas and our webhook: good objects of every
 * kind, version and field are stored as they were written; bad ones are refused naming object,
 * field and reason.
 */
class CorpusTest {

  private static final Path CRDS = Checkout.path("charts/base/files/crds");
  private static final String VALIDATOR = "corpus-validator";

  /**
   * In no good object: Istio has these fields, and refuses or warns whoever uses them. How their
   * paths end.
   */
  private static final ImmutableSet<String> NOT_GOOD =
      ImmutableSet.of(
          ".targetRef.namespace",
          ".targetRefs.namespace",
          ".outlierDetection.consecutiveErrors",
          ".servers.defaultEndpoint",
          ".abort.http2Error",
          ".delay.exponentialDelay");

  @TempDir static Path folder = Path.of("");
  private static ApiServer server;
  private static KubernetesClient client;
  private static CommandLineTool kubectl;
  private static ClusterMesh mesh;

  @BeforeAll
  static void start() throws Exception {
    server = ApiServer.start(folder);
    client = server.admin();
    kubectl = KubeTools.kubectl(server, folder);
    kubectl.run("apply", "-f", CRDS.toString()).orThrow();
    TestCrds.awaitAllServed(client);
    kubectl.run("create", "namespace", "istio-system").orThrow();
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    mesh =
        ClusterMesh.start(
            server.settings(),
            config ->
                config
                    .withIdentity(
                        IdentityConfig.of(any, folder.resolve("state"))
                            .withServerNames(List.of("localhost")))
                    .withAdmission(new AdmissionConfig(any, "", VALIDATOR)));
    ConfigWebhook.install(client, VALIDATOR, mesh.server().httpsPort());
  }

  @AfterAll
  static void stop() {
    mesh.close();
    server.close();
  }

  @TestFactory
  Stream<DynamicTest> goodOnesAreStoredAsTheyWereWritten() {
    return Stream.of("v1", "v1beta1", "v1alpha3", "v1alpha1")
        .map(version -> dynamicTest(version, () -> stored(version)));
  }

  private static void stored(String version) throws IOException, InterruptedException {
    List<Map<String, Object>> objects = new ArrayList<>();
    for (Map<String, Object> one : YamlFile.cases("corpus/good.yaml")) {
      if (kind(one).versions().contains(version)) {
        objects.add(object(one, version, "good-" + version + "-" + objects.size()));
      }
    }
    CommandLineTool.Outcome outcome =
        kubectl.runWith(
            YamlFile.print(Map.of("apiVersion", "v1", "kind", "List", "items", objects)),
            "create",
            "--validate=strict",
            "-o",
            "yaml",
            "-f",
            "-");
    assertThat(outcome.err()).as("warnings").isEmpty();
    List<Object> stored = YamlFile.documents(outcome.orThrow());
    assertThat(stored).hasSameSizeAs(objects);
    for (int i = 0; i < objects.size(); i++) {
      Map<String, Object> found = YamlFile.mapping(stored.get(i));
      assertThat(found.get("apiVersion")).isEqualTo(objects.get(i).get("apiVersion"));
      assertThat(found.get("spec")).isEqualTo(objects.get(i).get("spec"));
    }
  }

  @TestFactory
  Stream<DynamicTest> badOnesAreRefusedNamingObjectFieldAndReason() throws IOException {
    return YamlFile.cases("corpus/bad.yaml").stream()
        .map(one -> dynamicTest(kind(one).kind() + ": " + one.get("why"), () -> refused(one)));
  }

  private static void refused(Map<String, Object> one) {
    Map<String, Object> object = object(one, kind(one).versions().getFirst(), "bad");
    KubernetesClientException refusal =
        catchThrowableOfType(
            KubernetesClientException.class,
            () -> client.resource(YamlFile.print(object)).create());
    assertThat(refusal).as("stored").isNotNull();
    String said = String.valueOf(refusal.getMessage());
    for (Object words : (List<?>) one.getOrDefault("says", List.of())) {
      assertThat(said).contains(String.valueOf(words));
    }
    if ("webhook".equals(one.get("by"))) {
      assertThat(said)
          .contains("admission webhook \"validation.istio.io\" denied the request")
          .contains(kind(one).kind() + " default/bad");
    } else {
      assertThat(said).contains(kind(one).kind() + ".", "\"bad\" is invalid");
    }
  }

  @Test
  void whatHasNoEffectIsStoredWithAWarning() throws Exception {
    CommandLineTool.Outcome outcome =
        kubectl.runWith(
            """
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: warned}
            spec: {host: a, trafficPolicy: {outlierDetection: {consecutiveErrors: 5}}}
            """,
            "create",
            "-f",
            "-");
    assertThat(outcome.orThrow()).contains("destinationrule.networking.istio.io/warned created");
    assertThat(outcome.err())
        .contains(
            "Warning: spec.trafficPolicy.outlierDetection.consecutiveErrors: use"
                + " consecutive5xxErrors");
  }

  /** A new field needs a good object that has it. */
  @Test
  void everyFieldOfEveryKindIsInAGoodOne() throws IOException {
    List<Map<String, Object>> good = YamlFile.cases("corpus/good.yaml");
    Set<String> missing = new TreeSet<>();
    try (Stream<Path> files = Files.list(CRDS)) {
      for (Path file : files.toList()) {
        Map<String, Object> crd =
            YamlFile.mapping(YamlFile.documents(Files.readString(file)).getFirst());
        Map<String, Object> definition = YamlFile.mapping(crd.get("spec"));
        String kind = String.valueOf(YamlFile.mapping(definition.get("names")).get("kind"));
        for (Object version : (List<?>) definition.getOrDefault("versions", List.of())) {
          Map<String, Object> schema = SchemaFields.ofSpec(YamlFile.mapping(version));
          Set<String> fields = SchemaFields.all(schema);
          Set<String> used = new TreeSet<>();
          good.stream()
              .filter(one -> kind(one).kind().equals(kind))
              .forEach(one -> used.addAll(SchemaFields.used(schema, one.get("spec"))));
          Sets.difference(fields, used).forEach(field -> missing.add(kind + " " + field));
          assertThat(fields).as(kind).hasSizeGreaterThan(4);
        }
      }
    }
    assertThat(missing).allMatch(field -> NOT_GOOD.stream().anyMatch(field::endsWith));
    assertThat(NOT_GOOD).allMatch(end -> missing.stream().anyMatch(field -> field.endsWith(end)));
  }

  private static ConfigKind kind(Map<String, Object> one) {
    return TestCrds.kinds()
        .filter(kind -> kind.kind().equals(one.get("kind")))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, Object> object(Map<String, Object> one, String version, String name) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("apiVersion", kind(one).group() + "/" + version);
    object.put("kind", kind(one).kind());
    object.put("metadata", Map.of("name", name, "namespace", "default"));
    object.put("spec", one.get("spec"));
    return object;
  }
}
