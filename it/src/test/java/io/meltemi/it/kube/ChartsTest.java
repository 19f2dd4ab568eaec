package io.meltemi.it.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.meltemi.it.Await;
import io.meltemi.it.envoy.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The charts with a real Helm in a real kube-apiserver, which runs no pods. */
final class ChartsTest {

  private static final String OURS = "app.kubernetes.io/part-of=meltemi";

  @TempDir static Path folder = Path.of("");
  private static ApiServer server;
  private static CommandLineTool kubectl;
  private static CommandLineTool helm;

  @BeforeAll
  static void start() throws Exception {
    server = ApiServer.start(folder);
    kubectl = KubeTools.kubectl(server, folder);
    helm =
        new CommandLineTool(
            KubeTools.helm(),
            Map.of(
                "KUBECONFIG", KubeTools.kubeconfig(server, folder).toString(),
                "HELM_CACHE_HOME", folder.resolve("helm").toString()));
    kubectl.run("create", "namespace", "istio-system").orThrow();
    kubectl.run("create", "namespace", "istio-ingress").orThrow();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @TestFactory
  Stream<DynamicTest> kubernetesTakesWhatIsRendered() throws IOException {
    return ChartCase.all().stream()
        .map(
            one ->
                dynamicTest(
                    one.toString(),
                    () -> {
                      String rendered = helm.run(one.template()).orThrow();
                      if (rendered.isBlank()) {
                        return;
                      }
                      CommandLineTool.Outcome outcome =
                          kubectl.runWith(
                              rendered,
                              "apply",
                              "--dry-run=server",
                              "--validate=strict",
                              "-f",
                              "-");
                      assertThat(outcome.err()).isEmpty();
                      outcome.orThrow();
                    }));
  }

  @Test
  void installsUpgradesAndUninstallsWithoutALeftover() throws Throwable {
    install("base", "base", "istio-system", "base.keepCRDs=false");
    install("istiod", "istiod", "istio-system");
    install("istiod-canary", "istiod", "istio-system", "revision=canary", "revisionTags={stage}");
    install("edge", "gateway", "istio-ingress");
    assertThat(names("deployments")).hasSize(3);
    assertThat(names("mutatingwebhookconfigurations"))
        .containsExactlyInAnyOrder(
            "istio-sidecar-injector", "istio-sidecar-injector-canary", "istio-revision-tag-stage");

    asIstiodDoes();
    install("istiod", "istiod", "istio-system", "profile=demo", "revisionTags={stable}");
    assertThat(webhook("mutating", "istio-sidecar-injector", "clientConfig.caBundle"))
        .isEqualTo("Y2E=");
    assertThat(webhook("validating", "istio-validator-istio-system", "clientConfig.caBundle"))
        .isEqualTo("Y2E=");
    assertThat(webhook("validating", "istio-validator-istio-system", "failurePolicy"))
        .isEqualTo("Fail");
    assertThat(names("horizontalpodautoscalers"))
        .containsExactlyInAnyOrder("istiod-canary", "edge");

    for (String release : List.of("istiod", "istiod-canary", "base")) {
      helm.run("uninstall", release, "--namespace", "istio-system").orThrow();
    }
    helm.run("uninstall", "edge", "--namespace", "istio-ingress").orThrow();
    // Definitions end when the server has looked for objects of theirs.
    Await.untilAsserted(() -> assertThat(leftovers()).isEmpty());
  }

  @Test
  void uninstallingBaseLeavesTheObjectsOfUsers() throws Exception {
    install("base", "base", "istio-system");
    assertThat(names("crd")).hasSize(15);
    helm.run("uninstall", "base", "--namespace", "istio-system").orThrow();
    assertThat(names("crd")).hasSize(15);
    kubectl.run("delete", "crd", "-l", OURS).orThrow();
  }

  private static void install(String release, String chart, String namespace, String... values)
      throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "upgrade",
                "--install",
                release,
                Checkout.path("charts/" + chart).toString(),
                "--namespace",
                namespace));
    for (String value : values) {
      arguments.addAll(List.of("--set", value));
    }
    helm.run(arguments.toArray(String[]::new)).orThrow();
  }

  /** It says which CA it has, and that it can be relied on. */
  private static void asIstiodDoes() throws IOException, InterruptedException {
    String bundle =
        "[{\"op\":\"add\",\"path\":\"/webhooks/0/clientConfig/caBundle\",\"value\":\"Y2E=\"}";
    kubectl
        .run(
            "patch",
            "mutatingwebhookconfiguration",
            "istio-sidecar-injector",
            "--type=json",
            "--patch=" + bundle + "]")
        .orThrow();
    kubectl
        .run(
            "patch",
            "validatingwebhookconfiguration",
            "istio-validator-istio-system",
            "--type=json",
            "--patch="
                + bundle
                + ",{\"op\":\"replace\",\"path\":\"/webhooks/0/failurePolicy\",\"value\":\"Fail\"}]")
        .orThrow();
  }

  private static String webhook(String type, String name, String field)
      throws IOException, InterruptedException {
    return kubectl
        .run(
            "get",
            type + "webhookconfiguration",
            name,
            "-o",
            "jsonpath={.webhooks[0]." + field + "}")
        .orThrow();
  }

  private static List<String> names(String kind) throws IOException, InterruptedException {
    return kubectl
        .run(
            "get",
            kind,
            "-A",
            "-l",
            OURS,
            "-o",
            "jsonpath={range .items[*]}{.metadata.name}{\"\\n\"}{end}")
        .orThrow()
        .lines()
        .toList();
  }

  private static List<String> leftovers() throws IOException, InterruptedException {
    // The custom resources are going away, and their kinds with them.
    String kinds =
        kubectl
            .run("api-resources", "--verbs=list", "-o", "name")
            .orThrow()
            .lines()
            .filter(kind -> !kind.endsWith(".istio.io"))
            .collect(Collectors.joining(","));
    return kubectl
        .run("get", kinds, "-A", "-l", OURS, "-o", "name", "--ignore-not-found")
        .orThrow()
        .lines()
        .toList();
  }
}
