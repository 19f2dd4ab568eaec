package io.meltemi.it.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import com.google.common.net.HostAndPort;
import io.meltemi.it.Await;
import io.meltemi.it.backend.HttpBackend;
import io.meltemi.it.mesh.TestMesh;
import io.meltemi.it.mesh.TlsCaller;
import io.meltemi.translator.proxy.ProxyKind;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A sidecar terminates the TLS of clients outside of the mesh, where it takes no mTLS. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SidecarIngressTest {

  private static final int SIMPLE = 9443;
  private static final int MUTUAL = 9444;
  private static final String HOST = "web.example";

  private final TestMesh mesh = TestMesh.start();
  private final Pki pki = Pki.named("web");
  private final Issued server = pki.issue(HOST);
  private final String address = mesh.address();

  SidecarIngressTest() throws Exception {
    HttpBackend web = mesh.closing(HttpBackend.start("web", "127.0.0.1", 0));
    mesh.config().write("world.yaml", world(web.address()));
    mesh.envoy(
        TestMesh.node(ProxyKind.SIDECAR, "web", address)
            .withServiceAccount("web")
            .withLabels(ImmutableMap.of("app", "web")));
  }

  @BeforeEach
  void secret() throws IOException {
    mesh.config()
        .write(
            "secret.yaml", server.secret("web", ", " + EdgeMesh.rootsEntries(pki.rootPem(), "")));
  }

  @AfterAll
  void stop() throws IOException {
    mesh.close();
  }

  @Test
  void simpleShowsTheCertificateOfTheSecretToAnybody() throws Throwable {
    TlsCaller caller = TlsCaller.trusting(pki.rootPem());
    Await.untilAsserted(
        () -> {
          TlsCaller.Answer answer = caller.get(at(SIMPLE), HOST);
          assertThat(answer.certificate()).isEqualTo(TlsCaller.leaf(server.certificatePem()));
          assertThat(answer.body()).contains("x-backend: web");
        });
  }

  @Test
  void mutualTakesWhomTheSecretsRootsHaveSigned() throws Throwable {
    Issued client = pki.issue("client.example");
    awaitServed(showing(client), MUTUAL);
    refused(TlsCaller.trusting(pki.rootPem()), MUTUAL);
    refused(showing(Pki.named("others").issue("client.example")), MUTUAL);
  }

  @Test
  void aNewCertificateIsShownWithoutARestartAndNoneAfterItsRemoval() throws Throwable {
    TlsCaller caller = TlsCaller.trusting(pki.rootPem());
    awaitServed(caller, SIMPLE);
    Issued next = pki.issue(HOST);
    mesh.config().write("secret.yaml", next.secret("web").substring("---\n".length()));
    Await.untilAsserted(
        () ->
            assertThat(caller.get(at(SIMPLE), HOST).certificate())
                .isEqualTo(TlsCaller.leaf(next.certificatePem())));
    mesh.config().delete("secret.yaml");
    Await.untilAsserted(() -> refused(caller, SIMPLE));
  }

  private TlsCaller showing(Issued client) throws Exception {
    return TlsCaller.showing(client.certificatePem(), client.keyPem(), pki.rootPem());
  }

  private HostAndPort at(int port) {
    return HostAndPort.fromParts(address, port);
  }

  private void awaitServed(TlsCaller caller, int port) throws Throwable {
    Await.untilAsserted(() -> assertThat(caller.get(at(port), HOST).status()).isEqualTo(200));
  }

  private void refused(TlsCaller caller, int port) {
    assertThatThrownBy(() -> caller.get(at(port), HOST)).isInstanceOf(IOException.class);
  }

  private String world(HostAndPort app) {
    return """
        apiVersion: networking.istio.io/v1
        kind: WorkloadEntry
        metadata: {name: web, namespace: default}
        spec: {address: %1$s, labels: {app: web}, serviceAccount: web}
        ---
        apiVersion: security.istio.io/v1
        kind: PeerAuthentication
        metadata: {name: web, namespace: default}
        spec:
          selector: {matchLabels: {app: web}}
          mtls: {mode: STRICT}
          portLevelMtls: {"9443": {mode: DISABLE}, "9444": {mode: DISABLE}}
        ---
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata: {name: web, namespace: default}
        spec:
          workloadSelector: {labels: {app: web}}
          ingress:
          - port: {number: 9443, protocol: HTTP, name: simple}
            bind: %1$s
            defaultEndpoint: "%2$s"
            tls: {mode: SIMPLE, credentialName: web}
          - port: {number: 9444, protocol: HTTP, name: mutual}
            bind: %1$s
            defaultEndpoint: "%2$s"
            tls: {mode: MUTUAL, credentialName: web}
        """
        .formatted(address, app);
  }
}
