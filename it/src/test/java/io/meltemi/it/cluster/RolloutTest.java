package io.meltemi.it.cluster;

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
  private static final int PER_SECOND = 40;
  private static final int MANY = 20;

  @SuppressWarnings("NullAway.Init")
  private static InstalledMesh mesh;

  @SuppressWarnings("NullAway.Init")
  private static TestNamespace namespace;

  @SuppressWarnings("NullAway.Init")
  private static Caller caller;

  @BeforeAll
  static void start() throws Exception {
    mesh = InstalledMesh.shared();
    namespace = TestNamespace.injected("e2e-rollout");
    namespace.apply(EchoApp.STRICT);
    namespace.apply(EchoApp.deployment("server", 2));
    namespace.apply(EchoApp.route("/rollout", "server"));
    namespace.awaitReady();
    caller = new Caller(mesh.url());
    Await.until("the route is there", () -> caller.status("/rollout") == 200);
  }

  @AfterAll
  static void end() {
    caller.close();
    namespace.close();
  }

  @Test
  void aRollingRestartLosesNoRequest() throws Exception {
    try (Caller.Load load = caller.load("/rollout", PER_SECOND)) {
      CLUSTER.kubectl("rollout", "restart", "deployment/server", "--namespace", namespace.name());
      awaitRollout();
      load.end();
      assertThat(load.failures()).as("of " + load.calls() + " calls").isEmpty();
    }
  }

  @Test
  void scalingUpAndDownAgainLosesNoRequest() throws Exception {
    scale(1);
    try (Caller.Load load = caller.load("/rollout", PER_SECOND)) {
      scale(MANY);
      scale(1);
      load.end();
      assertThat(load.failures()).as("of " + load.calls() + " calls").isEmpty();
    }
  }

  /** istiod away: what runs goes on, what starts has to wait. */
  @Test
  void trafficGoesOnWithoutIstiod() throws Exception {
    try (Caller.Load load = caller.load("/rollout", PER_SECOND)) {
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
    try (Caller.Load load = caller.load("/rollout", PER_SECOND)) {
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
        "scale", "deployment/server", "--replicas=" + replicas, "--namespace", namespace.name());
    awaitRollout();
    Await.until(
        replicas + " servers",
        PATIENCE,
        () ->
            CLUSTER.api().pods().inNamespace(namespace.name()).list().getItems().size()
                == replicas);
  }

  private static void awaitRollout() {
    CLUSTER.kubectl(
        "rollout",
        "status",
        "deployment/server",
        "--namespace",
        namespace.name(),
        "--timeout=" + PATIENCE.toSeconds() + "s");
  }
}
