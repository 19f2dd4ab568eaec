package io.meltemi.it.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.net.HostAndPort;
import io.meltemi.it.Await;
import io.meltemi.it.mesh.Call;
import io.meltemi.it.mesh.Load;
import io.meltemi.it.mesh.TestMesh;
import io.meltemi.it.mesh.TlsCaller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom a mesh trusts, and by what it signs, changes from outside while it runs. */
final class TrustTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Call CALL = Call.get("reviews:9080", "/");
  private static final String FRIEND = "spiffe://friends.example/ns/shop/sa/orders";
  private static final String ALIAS = "trustDomainAliases: [friends.example]\n";

  private static final String STRICT =
      """
      apiVersion: security.istio.io/v1
      kind: PeerAuthentication
      metadata: {name: default, namespace: default}
      spec:
        mtls: {mode: STRICT}
      ---
      apiVersion: networking.istio.io/v1
      kind: DestinationRule
      metadata: {name: reviews, namespace: default}
      spec:
        host: reviews
        trafficPolicy:
          connectionPool: {http: {maxRequestsPerConnection: 1}}
      """;

  /** MeshConfig's caCertificates. */
  @Test
  void anotherMeshIsTrustedWhileItsRootIsInTheMeshConfig() throws Exception {
    Pki.Signed theirRoot = Pki.root("CN=Friends");
    Pki.Signed them = Pki.workload(theirRoot, FRIEND);
    try (TestMesh mesh = TestMesh.start(ALIAS)) {
      mesh.service("reviews");
      TestMesh.Server reviews = mesh.server("reviews", "v1");
      TestMesh.Client client = mesh.client("client");
      mesh.config().write("strict.yaml", STRICT);
      mesh.config().awaitSeenBy(client.http());
      TlsCaller caller =
          TlsCaller.showing(them.pem(), them.key().pem(), Files.readString(mesh.rootCertificate()));
      HostAndPort server = HostAndPort.fromParts(reviews.address(), TestMesh.PORT);
      assertThat(isLetIn(caller, server)).isFalse();
      mesh.meshConfig(ALIAS + "caCertificates:\n- pem: |\n" + theirRoot.pem().indent(4));
      Await.until("they are let in", () -> isLetIn(caller, server));
      assertThat(authority(mesh).path("foreignRoots").size()).isEqualTo(1);
      assertThat(client.http().call(CALL).status())
          .as("nor is anybody else shut out")
          .isEqualTo(200);
      mesh.meshConfig(ALIAS + "caCertificates:\n- pem: no certificate\n");
      Await.until("they are shut out", () -> !isLetIn(caller, server));
      Await.until(
          "the broken one is reported",
          () -> mesh.istiod().log().contains("one of MeshConfig's caCertificates is left out"));
      assertThat(client.http().call(CALL).status()).isEqualTo(200);
    }
  }

  private static boolean isLetIn(TlsCaller caller, HostAndPort server) throws Exception {
    try {
      return caller.get(server, "reviews").status() == 200;
    } catch (IOException _) {
      return false;
    }
  }

  @Test
  void brokenCacertsChangeNothingAndAreReported(@TempDir Path temp) throws Exception {
    Path folder = temp.resolve("cacerts");
    Pki.Signed root = Pki.root("CN=Company");
    Pki.Signed first = Pki.below(root, "CN=Issuer 1");
    Pki.plugIn(folder, first, first.pem(), root);
    try (TestMesh mesh =
        TestMesh.start(
            TestMesh.Options.istiodFlags(
                "--cacerts", folder.toString(), "--workloadCertTTL", "8s"))) {
      mesh.service("reviews");
      mesh.server("reviews", "v1");
      TestMesh.Client client = mesh.client("client");
      mesh.config().write("strict.yaml", STRICT);
      mesh.config().awaitSeenBy(client.http());
      Await.until("the first answer", () -> client.http().call(CALL).status() == 200);
      try (Load load = Load.on(client.http(), CALL)) {
        String bundle = authority(mesh).path("trustBundle").asText();
        String signer = signer(mesh);
        // A key that is not the certificate's, as when one file of two was copied.
        Pki.put(folder, "ca-key.pem", Key.p256().pem());
        Await.until("it is reported", () -> !problem(mesh).isEmpty());
        assertThat(problem(mesh)).contains("private key does not belong to its certificate");
        Await.until("it is counted", () -> isBroken(mesh, "1.0"));
        Await.until("it is logged", () -> mesh.istiod().log().contains("the last good ones hold"));
        assertThat(mesh.istiod().log()).doesNotContain("PRIVATE KEY");
        double issued = issued(mesh);
        Await.until(
            "certificates are still renewed",
            Duration.ofSeconds(30),
            () -> issued(mesh) > issued + 2);
        assertThat(signer(mesh)).isEqualTo(signer);
        assertThat(authority(mesh).path("trustBundle").asText()).isEqualTo(bundle);
        Pki.Signed second = Pki.below(root, "CN=Issuer 2");
        Pki.plugIn(folder, second, second.pem(), root);
        Await.until("the good ones are taken", () -> !signer(mesh).equals(signer));
        Await.until("all is well", () -> problem(mesh).isEmpty());
        Await.until("and counted as well", () -> isBroken(mesh, "0.0"));
        load.awaitMore(100);
        assertThat(load.failures()).isEmpty();
      }
    }
  }

  private static JsonNode authority(TestMesh mesh) throws Exception {
    return JSON.readTree(mesh.istiod().page("/debug/authority"));
  }

  private static String signer(TestMesh mesh) throws Exception {
    return authority(mesh).path("issuer").path("serial").asText();
  }

  private static String problem(TestMesh mesh) throws Exception {
    return authority(mesh).path("problem").asText("");
  }

  private static boolean isBroken(TestMesh mesh, String value) throws Exception {
    return mesh.istiod().metrics().contains("meltemi_ca_input_broken " + value);
  }

  private static double issued(TestMesh mesh) throws Exception {
    return mesh.istiod()
        .metrics()
        .lines()
        .filter(line -> line.startsWith("meltemi_workload_certs_issued "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
