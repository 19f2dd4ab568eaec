package io.meltemi.it.cluster;

import static io.meltemi.it.cluster.Callers.PER_SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.it.Await;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What happens to those who call all the while. */
@Tag("cluster")
final class RolloutTest {

  private static final Cluster CLUSTER = Cluster.get();
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int MANY = 20;
  private static final String PATH = "/rollout";

  @SuppressWarnings("NullAway.Init")
  private static InstalledMesh mesh;

  @SuppressWarnings("NullAway.Init")
  private static CalledApp app;

  @BeforeAll
  static void start() throws Exception {
    mesh = InstalledMesh.shared();
    app = CalledApp.start("e2e-rollout", PATH);
  }

  @AfterAll
  static void end() {
    if (app != null) {
      app.close();
    }
  }

  @Test
  void aRollingRestartLosesNoRequest() throws Exception {
    scale(2); // whatever others left
    try (Callers callers = app.callers()) {
      CLUSTER.kubectl(
          "rollout", "restart", "deployment/server", "--namespace", app.namespace().name());
      awaitRollout();
      awaitServers(2); // the last of the old ones is gone
      callers.endAndFindNothingLost();
    }
  }

  @Test
  void aRollingRestartOfTheGatewayLosesNoRequest() throws Exception {
    String gateway = "deployment/" + InstalledMesh.GATEWAY;
    try (Callers callers = app.callers()) {
      CLUSTER.kubectl("rollout", "restart", gateway, "--namespace", InstalledMesh.EDGE);
      CLUSTER.kubectl(
          "rollout", "status", gateway, "--namespace", InstalledMesh.EDGE, "--timeout=180s");
      Await.until(
          "the old one is gone",
          PATIENCE,
          () -> count(InstalledMesh.EDGE, InstalledMesh.GATEWAY) == 1);
      callers.endAndFindNothingLost();
    }
  }

  /** Up with an application that knows nothing of it; down, where 19 of 20 end at once, late. */
  @Test
  void scalingUpAndDownAgainLosesNoRequest() throws Exception {
    try {
      scale(1);
      try (Callers callers = app.callers()) {
        scale(MANY);
        callers.endAndFindNothingLost();
      }
      app.namespace()
          .apply(EchoApp.deployment("server", MANY, EchoApp.ANSWERS + EchoApp.ENDS_LATE));
      awaitRollout();
      awaitServers(MANY);
      try (Callers callers = app.callers()) {
        scale(1);
        callers.endAndFindNothingLost();
      }
    } finally {
      app.namespace().apply(EchoApp.deployment("server", 2));
      awaitRollout();
    }
  }

  /** istiod away: what runs goes on, what starts has to wait. */
  @Test
  void trafficGoesOnWithoutIstiod() throws Exception {
    try (Caller.Load load = app.caller().load(PATH, PER_SECOND)) {
      mesh.scaleIstiod(0);
      int before = load.calls();
      Await.until("calls go on", () -> load.calls() > before + 2 * PER_SECOND);
      load.end();
      assertThat(load.failures()).as("of " + load.calls() + " calls").isEmpty();
    } finally {
      mesh.scaleIstiod(1);
    }
    // Who comes later is part of the mesh again.
    scale(3);
  }

  @Test
  void oneOfTwoIstiodsMayDie() throws Exception {
    mesh.scaleIstiod(2);
    try (Caller.Load load = app.caller().load(PATH, PER_SECOND)) {
      String victim =
          CLUSTER.pods(InstalledMesh.SYSTEM, "istiod").getFirst().getMetadata().getName();
      CLUSTER.kubectl(
          "delete",
          "pod",
          victim,
          "--namespace",
          InstalledMesh.SYSTEM,
          "--grace-period=0",
          "--force");
      scale(4); // is injected, configured and given certificates by the other one
      load.end();
      assertThat(load.failures()).as("of " + load.calls() + " calls").isEmpty();
    } finally {
      mesh.scaleIstiod(1);
    }
  }

  private static void scale(int replicas) throws Exception {
    CLUSTER.kubectl(
        "scale",
        "deployment/server",
        "--replicas=" + replicas,
        "--namespace",
        app.namespace().name());
    awaitRollout();
    awaitServers(replicas);
  }

  /** So many, and none that is still about to end. */
  private static void awaitServers(int replicas) throws Exception {
    Await.until(
        replicas + " servers", PATIENCE, () -> count(app.namespace().name(), "server") == replicas);
  }

  private static int count(String in, String app) {
    return CLUSTER.api().pods().inNamespace(in).withLabel("app", app).list().getItems().size();
  }

  private static void awaitRollout() {
    CLUSTER.kubectl(
        "rollout",
        "status",
        "deployment/server",
        "--namespace",
        app.namespace().name(),
        "--timeout=" + PATIENCE.toSeconds() + "s");
  }
}
