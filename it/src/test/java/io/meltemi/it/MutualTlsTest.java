package io.meltemi.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.HostAndPort;
import io.meltemi.it.backend.Received;
import io.meltemi.it.mesh.MeshClient;
import io.meltemi.it.mesh.TestMesh;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two sidecars that know each other by the certificates that istiod gave them. */
final class MutualTlsTest {

  private static final String STRICT =
      """
      apiVersion: security.istio.io/v1
      kind: PeerAuthentication
      metadata: {name: default, namespace: default}
      spec:
        mtls: {mode: STRICT}
      """;

  @SuppressWarnings("NullAway.Init")
  private static TestMesh mesh;

  @SuppressWarnings("NullAway.Init")
  private static TestMesh.Server reviews;

  @SuppressWarnings("NullAway.Init")
  private static TestMesh.Client client;

  @BeforeAll
  static void start() throws Exception {
    mesh = TestMesh.start();
    mesh.service("reviews");
    mesh.config().write("strict.yaml", STRICT); // before the sidecar that is to refuse is started
    reviews = mesh.server("reviews", "v1");
    client = mesh.client("client");
    mesh.config().awaitSeenBy(client.http());
  }

  @AfterAll
  static void stop() throws IOException {
    mesh.close();
  }

  @Test
  void theAppIsToldWhoCalls() throws Exception {
    Received received = client.http().get("reviews:9080", "/").echo();
    assertThat(received.header("x-forwarded-client-cert"))
        .contains("By=spiffe://cluster.local/ns/default/sa/reviews")
        .contains("URI=spiffe://cluster.local/ns/default/sa/client");
  }

  @Test
  void plaintextIsRefused() throws Exception {
    MeshClient plain = new MeshClient(HostAndPort.fromParts(reviews.address(), TestMesh.PORT));
    int before = reviews.backend().received().size();
    assertThatThrownBy(() -> plain.get("reviews:9080", "/")).isInstanceOf(IOException.class);
    assertThat(reviews.backend().received()).hasSize(before);
  }
}
