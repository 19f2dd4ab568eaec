package io.meltemi.it.kube;

import static io.meltemi.it.kube.KubeObjects.namespace;
import static io.meltemi.it.kube.KubeObjects.service;
import static io.meltemi.it.kube.KubeObjects.slice;
import static io.meltemi.it.kube.KubeObjects.virtualService;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.meltemi.istiod.IstiodConfig;
import io.meltemi.istiod.xds.testing.XdsClient;
import io.meltemi.it.Await;
import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.xds.XdsType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An API server that is away, forgets, or lacks something: what was known holds. */
class OutageTest {

  private static final String CLUSTER = "outbound|80||%s.%s.svc.cluster.local";

  @TempDir static Path temp;

  private static ApiServer kube;
  private static KubernetesClient client;

  @BeforeAll
  static void start() throws Exception {
    kube = ApiServer.start(temp);
    client = kube.admin();
  }

  @AfterAll
  static void stop() {
    kube.close();
  }

  private static void serve(String namespace, String name, String... addresses) {
    client.resource(service(namespace, name)).create();
    client.resource(slice(namespace, name, List.of(addresses))).create();
  }

  @Test
  void whileTheApiServerIsAwayWhatIsKnownHolds() throws Exception {
    client.resource(namespace("away", Map.of())).create();
    serve("away", "reviews", "10.1.0.1");
    String cluster = CLUSTER.formatted("reviews", "away");
    try (ClusterMesh mesh = ClusterMesh.start(kube)) {
      XdsClient sidecar = mesh.sidecar("away", "client", "10.1.0.9");
      ClusterMesh.awaitEndpoints(sidecar, cluster, "10.1.0.1");
      int answers = sidecar.responses().size();

      kube.killApiServer();
      Await.until(
          "it is seen that nobody answers",
          () -> mesh.metric("meltemi_kube_watching{kind=\"Service\"}").endsWith(" 0.0"));
      XdsClient late = mesh.sidecar("away", "late", "10.1.0.8");
      assertThat(ClusterMesh.endpoints(late, cluster)).containsExactly("10.1.0.1");
      assertThat(mesh.readyStatus()).isEqualTo(200);

      kube.startApiServerAgain();
      client.resource(slice("away", "reviews", List.of("10.1.0.1", "10.1.0.2"))).update();
      ClusterMesh.awaitEndpoints(sidecar, cluster, "10.1.0.1", "10.1.0.2");
      assertThat(sidecar.responses().stream().skip(answers))
          .as("nothing was taken away in between, and nothing sent that was no news")
          .allMatch(answer -> answer.removed().isEmpty() && answer.type() == XdsType.ENDPOINT);
    }
  }

  @Test
  void whatWasMissedArrivesAsWhatChanged() throws Exception {
    client.resource(namespace("missed", Map.of())).create();
    serve("missed", "stays", "10.2.0.1");
    serve("missed", "goes", "10.2.0.2");
    serve("missed", "changes", "10.2.0.3");
    try (Wire wire = kube.wire();
        ClusterMesh mesh = ClusterMesh.start(kube.settings(wire))) {
      XdsClient sidecar = mesh.sidecar("missed", "client", "10.2.0.9");
      ClusterMesh.awaitEndpoints(sidecar, CLUSTER.formatted("changes", "missed"), "10.2.0.3");
      String lists = mesh.metric("meltemi_kube_lists_total{kind=\"Service\"}");
      int answers = sidecar.responses().size();

      wire.cut();
      client.resource(service("missed", "goes")).delete();
      client.resource(slice("missed", "changes", List.of("10.2.0.4"))).update();
      serve("missed", "comes", "10.2.0.5");
      // A new server knows nothing of before it started: the old resourceVersion has expired.
      kube.stopApiServer();
      kube.startApiServerAgain();
      wire.mend();

      ClusterMesh.awaitEndpoints(sidecar, CLUSTER.formatted("comes", "missed"), "10.2.0.5");
      ClusterMesh.awaitEndpoints(sidecar, CLUSTER.formatted("changes", "missed"), "10.2.0.4");
      Await.until(
          "the deleted Service is gone",
          () ->
              !sidecar.resources(XdsType.CLUSTER).containsKey(CLUSTER.formatted("goes", "missed")));
      Await.until(
          "it is said that Services were listed again",
          () -> !mesh.metric("meltemi_kube_lists_total{kind=\"Service\"}").equals(lists));
      assertThat(sidecar.responses().stream().skip(answers).flatMap(a -> a.removed().stream()))
          .as("only what was deleted was taken away")
          .allMatch(name -> name.contains("goes.missed"));
      assertThat(
              sidecar.responses().stream()
                  .skip(answers)
                  .filter(answer -> answer.type() == XdsType.ENDPOINT)
                  .flatMap(answer -> answer.resources().keySet().stream()))
          .as("what stayed was not sent again")
          .noneMatch(name -> name.contains("stays.missed"));
    }
  }

  @Test
  void kindsThatAreMissingAreFollowedWhenTheyAppear() throws Exception {
    client.resource(namespace("kinds", Map.of())).create();
    serve("kinds", "a", "10.3.0.1");
    serve("kinds", "b", "10.3.0.2");
    try (ClusterMesh mesh = ClusterMesh.start(kube)) {
      XdsClient sidecar = mesh.sidecar("kinds", "client", "10.3.0.9");
      assertThat(mesh.metric("meltemi_kube_watching{kind=\"VirtualService\"}")).endsWith(" 0.0");

      // As a cluster has it that was never upgraded.
      TestCrds.install(client, ConfigKind.VIRTUAL_SERVICE, List.of("v1alpha3"));
      client.resource(virtualService("kinds", "a", "b", "v1alpha3")).create();
      Await.until(
          "the rule holds", () -> ClusterMesh.routes(sidecar).contains("virtual-service/a"));

      TestCrds.install(client, ConfigKind.VIRTUAL_SERVICE, List.of("v1", "v1beta1", "v1alpha3"));
      client.resource(virtualService("kinds", "b", "a", "v1")).create();
      Await.until(
          "both rules hold", () -> ClusterMesh.routes(sidecar).contains("virtual-service/b"));
      assertThat(ClusterMesh.routes(sidecar)).contains("virtual-service/a");

      TestCrds.remove(client, ConfigKind.VIRTUAL_SERVICE);
      Await.until("no rule holds", () -> !ClusterMesh.routes(sidecar).contains("virtual-service"));
      assertThat(mesh.readyStatus()).isEqualTo(200);
    }
  }

  @Test
  void withoutRightsItIsNotReadyAndSaysWhy() throws Exception {
    String token = "nobody";
    try (ClusterMesh mesh =
        ClusterMesh.starting(
            IstiodConfig.onFreePorts(kube.settings(token))
                .withMeshConfig(
                    java.nio.file.Files.writeString(temp.resolve("mesh.yaml"), "{}")))) {
      Await.until(
          "it says what it may not",
          Duration.ofSeconds(20),
          () -> mesh.ready().contains("Service:"));
      assertThat(mesh.readyStatus()).isEqualTo(503);
    }
  }
}
