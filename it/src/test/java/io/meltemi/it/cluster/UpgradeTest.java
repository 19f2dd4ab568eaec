package io.meltemi.it.cluster;

import static io.meltemi.it.cluster.InstalledMesh.EDGE;
import static io.meltemi.it.cluster.InstalledMesh.GATEWAY;
import static io.meltemi.it.cluster.InstalledMesh.NEXT;
import static io.meltemi.it.cluster.InstalledMesh.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.meltemi.it.Await;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * New values for the istiod that is there; and the whole mesh from one revision to the next, step
 * by step as {@code charts/README.md} has them. Nobody who calls all the while notices.
 */
@Tag("cluster")
@Order(Integer.MAX_VALUE - 1) // the default revision is gone after it
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class UpgradeTest {

  private static final String PATH = "/upgrade";
  private static final String TAG = "stable";

  private static final String REFUSED =
      """
      apiVersion: security.istio.io/v1
      kind: PeerAuthentication
      metadata:
        name: refused
        annotations: {internal.istio.io/webhook-always-reject: "true"}
      """;

  private static final Cluster CLUSTER = Cluster.get();

  @SuppressWarnings("NullAway.Init")
  private static InstalledMesh mesh;

  @SuppressWarnings("NullAway.Init")
  private static CalledApp app;

  @BeforeAll
  static void start() throws Exception {
    mesh = InstalledMesh.shared();
    app = CalledApp.start("e2e-upgrade", PATH);
  }

  @AfterAll
  static void end() {
    if (app != null) {
      app.close();
    }
  }

  @Test
  @Order(1)
  void newValuesReachWhatRunsAndWhatStarts() throws Exception {
    // Of the mesh, and a port of it that nobody serves.
    String stranger =
        "http://" + CLUSTER.pods(SYSTEM, "istiod").getFirst().getStatus().getPodIP() + "/";
    assertThat(get(stranger)).contains("503");
    try (Callers callers = app.callers()) {
      mesh.installIstiod(
          "--set",
          "meshConfig.outboundTrafficPolicy.mode=REGISTRY_ONLY",
          "--set",
          "global.proxy.logLevel=error");
      Await.until("strangers are refused", () -> get(stranger).contains("502"));
      restart("server");
      assertThat(proxy(servers().getFirst()).getArgs()).containsSequence("--log-level", "error");
      mesh.installIstiod();
      Await.until("they are not", () -> get(stranger).contains("503"));
      callers.endAndFindNothingLost();
    }
  }

  @Test
  @Order(2)
  void theMeshMovesToAnotherRevisionAndTheOldOneGoes() throws Exception {
    try (Callers callers = app.callers()) {
      mesh.installNext("--set", "revisionTags={" + TAG + "}");
      CLUSTER.kubectl(
          "label", "namespace", app.namespace().name(), "istio-injection-", "istio.io/rev=" + TAG);
      assertThat(CLUSTER.istioctl("tag", "list")).containsPattern(TAG + ".*" + NEXT);
      restart("server");
      mesh.installGateway("--set", "revision=" + TAG);
      awaitAllOf(EDGE, GATEWAY);
      callers.endAndFindNothingLost();
    }
    restart("client");
    for (Pod pod : CLUSTER.pods(app.namespace().name())) {
      assertThat(pod.getMetadata().getAnnotations()).containsEntry("istio.io/rev", NEXT);
      assertThat(proxy(pod).getArgs().toString()).contains("istiod-" + NEXT + "." + SYSTEM);
    }
    try (Callers callers = app.callers()) {
      mesh.installBase("--set", "defaultRevision=" + NEXT);
      mesh.uninstallIstiod();
      restart("server");
      callers.endAndFindNothingLost();
    }
    assertThat(CLUSTER.kubectl("get", "deployments,services", "--namespace", SYSTEM, "-o", "name"))
        .contains("istiod-" + NEXT)
        .doesNotContainPattern("(?m)/istiod$");
    // Objects that name no revision are validated by the one that is left.
    assertThat(CLUSTER.tryApply(app.namespace().name(), REFUSED).errors())
        .contains("\"validation.istio.io\" denied the request");
  }

  private static void restart(String deployment) throws Exception {
    CLUSTER.kubectl(
        "rollout", "restart", "deployment/" + deployment, "--namespace", app.namespace().name());
    CLUSTER.kubectl(
        "rollout",
        "status",
        "deployment/" + deployment,
        "--namespace",
        app.namespace().name(),
        "--timeout=180s");
    awaitAllOf(app.namespace().name(), deployment);
  }

  /** None is about to end any more. */
  private static void awaitAllOf(String in, String app) throws Exception {
    Await.until(
        "the old ones are gone",
        Cluster.PODS,
        () ->
            CLUSTER.api().pods().inNamespace(in).withLabel("app", app).list().getItems().stream()
                .allMatch(pod -> pod.getMetadata().getDeletionTimestamp() == null));
  }

  private static List<Pod> servers() {
    return CLUSTER.pods(app.namespace().name(), "server");
  }

  private static Container proxy(Pod pod) {
    return pod.getSpec().getInitContainers().stream()
        .filter(container -> container.getName().equals("istio-proxy"))
        .findFirst()
        .orElseThrow();
  }

  private static String get(String url) {
    Program.Result result =
        CLUSTER.exec(app.namespace().name(), "deployment/client", "app", "/app", "get", url);
    return result.output() + result.errors();
  }
}
