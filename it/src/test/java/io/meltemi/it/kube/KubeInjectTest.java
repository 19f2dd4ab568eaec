package io.meltemi.it.kube;

import static io.meltemi.it.kube.KubeObjects.namespace;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.meltemi.istiod.cli.IstiodCommand;
import io.meltemi.it.envoy.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code istiod kube-inject} prints, a real API server takes. */
class KubeInjectTest {

  private static final String SYSTEM = "by-hand-system";
  private static final Path MANIFESTS = Checkout.path("webhook/src/test/resources/manifest");

  @TempDir static Path folder = Path.of("");
  private static Path kubeconfig;
  private static CommandLineTool kubectl;

  @BeforeAll
  static void start() throws Exception {
    ApiServer kube = ApiServer.shared();
    KubernetesClient client = kube.admin();
    kubeconfig = KubeTools.kubeconfig(kube, folder);
    kubectl = KubeTools.kubectl(kube, folder);
    client.resource(namespace(SYSTEM, Map.of())).create();
    client.resource(namespace("data", Map.of())).serverSideApply();
    configMap(client, "istio-sidecar-injector", "values", "{global: {proxy: {logLevel: trace}}}");
    configMap(client, "istio", "mesh", "{defaultConfig: {drainDuration: 7s}}");
    for (String revisioned : new String[] {"istio-sidecar-injector-bad", "istio-bad"}) {
      configMap(client, revisioned, "values", "{global: {proxy: {statusPort: many}}}");
    }
  }

  private static void configMap(KubernetesClient client, String name, String entry, String text) {
    client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(SYSTEM)
                .withName(name)
                .endMetadata()
                .addToData(entry, text)
                .build())
        .create();
  }

  private static int run(String manifest, Path output, String... more) {
    String[] arguments = {
      "kube-inject", "-f", MANIFESTS.resolve(manifest).toString(), "-o", output.toString()
    };
    String[] all = new String[arguments.length + more.length];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return IstiodCommand.run(all);
  }

  private static String injected(String manifest) throws IOException {
    Path output = folder.resolve("injected-" + manifest);
    assertThat(
            run(
                manifest,
                output,
                "--kubeconfig",
                kubeconfig.toString(),
                "--istioNamespace",
                SYSTEM))
        .isZero();
    return Files.readString(output);
  }

  @Test
  void valuesAndSettingsAreThoseOfTheCluster() throws Exception {
    assertThat(injected("mixed.yaml"))
        .contains("- \"--log-level\"\n        - trace")
        .contains("- \"--drain-time-s\"\n        - \"7\"");
  }

  @Test
  void everyKindIsTakenByTheApiServer() throws Exception {
    for (String manifest : new String[] {"mixed.yaml", "kinds.yaml"}) {
      String text = injected(manifest).replace("  unknownField: kept\n", "");
      assertThat(text).contains("name: istio-proxy");
      CommandLineTool.Outcome outcome =
          kubectl.runWith(text, "create", "--dry-run=server", "--validate=strict", "-f", "-");
      assertThat(outcome.orThrow()).contains(manifest.equals("mixed.yaml") ? "web" : "nightly");
    }
  }

  @Test
  void filesStandInForACluster() throws Exception {
    Path values = Files.writeString(folder.resolve("values"), "{revision: canary}");
    Path mesh = Files.writeString(folder.resolve("mesh"), "{}");
    Path output = folder.resolve("offline");
    assertThat(
            run(
                "mixed.yaml",
                output,
                "--valuesFile",
                values.toString(),
                "--meshConfigFile",
                mesh.toString()))
        .isZero();
    assertThat(Files.readString(output)).contains("istio.io/rev: canary");
  }

  @Test
  void whatCannotBeKnownIsAFailureAndNothingIsWritten() {
    Path output = folder.resolve("nothing");
    String[][] wrong = {
      {"--kubeconfig", kubeconfig.toString(), "--istioNamespace", "no-such-system"},
      {"--kubeconfig", kubeconfig.toString(), "-i", SYSTEM, "--revision", "bad"},
      {"--valuesFile", folder.resolve("no-such-file").toString(), "--meshConfigFile", "x"},
    };
    for (String[] flags : wrong) {
      assertThat(run("mixed.yaml", output, flags)).isEqualTo(1);
      assertThat(output).doesNotExist();
    }
  }
}
