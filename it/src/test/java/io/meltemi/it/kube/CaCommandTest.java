package io.meltemi.it.kube;

import static io.meltemi.it.kube.KubeObjects.namespace;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.meltemi.istiod.IdentityConfig;
import io.meltemi.istiod.cli.IstiodCommand;
import io.meltemi.it.Await;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code istiod ca} asks the istiods of a cluster. */
class CaCommandTest {

  private static final String SYSTEM = "asked-system";

  @TempDir static Path folder = Path.of("");
  private static ApiServer kube;
  private static KubernetesClient client;

  @BeforeAll
  static void start() throws Exception {
    kube = ApiServer.shared();
    client = kube.admin();
    TestCrds.installAll(client);
  }

  /** What was printed. */
  private record Outcome(int status, String out, String err) {}

  private static Outcome ca(String what, String system, String token) throws IOException {
    return ca(what, system, token, "20s");
  }

  private static Outcome ca(String what, String system, String token, String timeout)
      throws IOException {
    Path kubeconfig = Files.writeString(folder.resolve(token), kube.kubeconfig(token));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        IstiodCommand.run(
            new PrintWriter(out),
            new PrintWriter(err, true),
            "ca",
            what,
            "--kubeconfig",
            kubeconfig.toString(),
            "--istioNamespace",
            system,
            "--timeout",
            timeout);
    return new Outcome(status, out.toString(), err.toString());
  }

  private static void assertRefused(Outcome outcome, String... words) {
    assertThat(outcome.status()).as(outcome.out()).isEqualTo(1);
    assertThat(outcome.err()).contains(words).hasLineCount(1);
  }

  @Test
  void rotatesPausesAndResumes() throws Exception {
    client.resource(namespace(SYSTEM, Map.of())).create();
    try (ClusterMesh mesh =
        ClusterMesh.start(
            kube.settings().withNamespace(SYSTEM).withPodName("istiod-1"),
            config ->
                config.withIdentity(
                    IdentityConfig.of(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), folder)
                        .withRotationWait(Duration.ofSeconds(15))))) {
      assertRefused(ca("pause", SYSTEM, "admin"), "No rotation is under way");

      Outcome begun = ca("rotate", SYSTEM, "admin");
      assertThat(begun.status()).as(begun.err()).isZero();
      assertThat(begun.out()).contains("both roots are published", "signs when all proxies");
      awaitSaid(mesh, "AWAIT_ACKS");
      assertRefused(ca("rotate", SYSTEM, "admin"), "under way already", "both roots");

      assertThat(ca("pause", SYSTEM, "admin").out()).contains("; paused.");
      awaitSaid(mesh, "\"paused\" : true");
      assertThat(ca("resume", SYSTEM, "admin").out())
          .contains("both roots")
          .doesNotContain("paused");
      Await.until(
          "the new root signs",
          Duration.ofSeconds(40),
          () -> mesh.page("/debug/authority").contains("AWAIT_OLD_CERTIFICATES"));
      assertThat(client.secrets().inNamespace(SYSTEM).withName("istio-ca-secret").get().getData())
          .doesNotContainKey("rotation-request");
    }
  }

  /** It is kept before it is said. */
  private static void awaitSaid(ClusterMesh mesh, String words) throws Exception {
    Await.until(words, () -> mesh.page("/debug/authority").contains(words));
  }

  @Test
  void whoHasNoRightIsToldWhich() throws Exception {
    client.resource(namespace("unasked", Map.of())).create();
    assertRefused(
        ca("rotate", "unasked", "nobody"),
        "You may not get and patch the Secret unasked/istio-ca-secret of https://127.0.0.1",
        "\"nobody\" cannot get resource \"secrets\"");
  }

  @Test
  void whereNoIstiodKeepsARootItIsSaidHowToSayWhere() throws Exception {
    client.resource(namespace("rootless", Map.of())).create();
    assertRefused(
        ca("rotate", "rootless", "admin"),
        "no root in the Secret rootless/istio-ca-secret",
        "--istioNamespace");
  }

  @Test
  void aRootThatIsPluggedInChangesElsewhere() throws Exception {
    client.resource(namespace("plugged", Map.of())).create();
    client.resource(secret("plugged", "cacerts")).create();
    assertRefused(ca("rotate", "plugged", "admin"), "plugged in by the Secret cacerts");
  }

  @Test
  void aRequestThatNobodyTakesIsSaidToWait() throws Exception {
    client.resource(namespace("deserted", Map.of())).create();
    client.resource(secret("deserted", "istio-ca-secret")).create();
    assertRefused(ca("rotate", "deserted", "admin", "2s"), "no istiod has taken it within 2 s");
  }

  @Test
  void aClusterThatDoesNotAnswerIsNamed() throws Exception {
    Path kubeconfig =
        Files.writeString(
            folder.resolve("away"),
            kube.kubeconfig("admin").replaceFirst("https://127.0.0.1:\\d+", "https://127.0.0.1:1"));
    StringWriter err = new StringWriter();
    assertThat(
            IstiodCommand.run(
                new PrintWriter(new StringWriter()),
                new PrintWriter(err, true),
                "ca",
                "rotate",
                "--kubeconfig",
                kubeconfig.toString()))
        .isEqualTo(1);
    assertThat(err.toString())
        .contains("Nobody answers", "istio-system/istio-ca-secret of https://127.0.0.1:1")
        .hasLineCount(1);
  }

  private static Secret secret(String namespace, String name) {
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .endMetadata()
        .build();
  }
}
