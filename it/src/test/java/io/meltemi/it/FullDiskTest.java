package io.meltemi.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.meltemi.ca.authority.RotationRequest;
import io.meltemi.it.mesh.Call;
import io.meltemi.it.mesh.Load;
import io.meltemi.it.mesh.TestMesh;
import io.meltemi.it.mesh.TestMesh.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** istiod's state folder is on a disk that is full for a while. */
final class FullDiskTest {

  private static final Call CALL = Call.get("reviews:9080", "/");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** So that each request shows the newest certificates. */
  private static final String NEW_CONNECTIONS =
      """
      apiVersion: networking.istio.io/v1
      kind: DestinationRule
      metadata: {name: reviews, namespace: default}
      spec:
        host: reviews
        trafficPolicy:
          connectionPool: {http: {maxRequestsPerConnection: 1}}
      """;

  @TempDir Path temp = Path.of("");

  @Test
  void aFullDiskStopsNothingButARotation() throws Exception {
    Options quick =
        Options.istiodFlags(
            "--workloadCertTTL", "40s", "--maxWorkloadCertTTL", "40s", "--rootRotationWait", "1s");
    Path root = Files.createTempDirectory("meltemi-it-");
    try (SmallDisk disk = SmallDisk.on(temp.resolve("disk"))) {
      Files.createSymbolicLink(root.resolve("state"), disk.folder());
      try (TestMesh mesh = TestMesh.start(root, quick)) {
        mesh.config().write("handshakes.yaml", NEW_CONNECTIONS);
        mesh.service("reviews");
        mesh.server("reviews", "v1");
        TestMesh.Client client = mesh.client("client");
        mesh.config().awaitSeenBy(client.http());
        Await.until("a first answer", () -> client.http().call(CALL).status() == 200);
        try (Load load = Load.on(client.http(), CALL)) {
          String signer = signer(mesh);
          disk.fillUpTo(0);
          // What needs no disk goes on: configuration, certificates, who comes anew, a new start.
          mesh.config().awaitSeenBy(client.http());
          TestMesh.Client latecomer = mesh.client("latecomer");
          mesh.config().awaitSeenBy(latecomer.http());
          mesh.istiod().kill9();
          mesh.restartIstiod();
          mesh.istiod().awaitReady();
          mesh.config().awaitSeenBy(latecomer.http());

          disk.fillUpTo(1);
          RotationRequest.BEGIN.leaveIn(mesh.stateDir());
          Await.until("istiod says so", () -> mesh.istiod().log().contains("cannot be written"));
          load.awaitMore(100);
          assertThat(signer(mesh)).isEqualTo(signer);

          disk.empty();
          Await.until(
              "another root signs", Duration.ofMinutes(2), () -> !signer(mesh).equals(signer));
          load.awaitMore(100);
          assertThat(load.failures()).isEmpty();
        }
      }
    }
  }

  private static String signer(TestMesh mesh) throws Exception {
    return JSON.readTree(mesh.istiod().page("/debug/authority"))
        .path("issuer")
        .path("serial")
        .asText();
  }
}
