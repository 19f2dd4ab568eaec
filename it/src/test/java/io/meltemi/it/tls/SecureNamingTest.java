package io.meltemi.it.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import com.google.common.net.HostAndPort;
import io.meltemi.ca.SpiffeId;
import io.meltemi.ca.authority.CaOptions;
import io.meltemi.ca.authority.CertificateAuthority;
import io.meltemi.ca.authority.IssuedIdentity;
import io.meltemi.it.Await;
import io.meltemi.it.backend.HttpBackend;
import io.meltemi.it.mesh.TestMesh;
import io.meltemi.it.mesh.TlsCaller;
import io.meltemi.translator.proxy.ProxyKind;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A certificate of the mesh is not enough: it must be of whom the other side expects. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SecureNamingTest {

  private final TestMesh mesh = TestMesh.start();
  private final TestMesh.Client client = mesh.client("client");
  private final String address = mesh.address();
  private final HttpBackend app = mesh.closing(HttpBackend.start("impostor", "127.0.0.1", 0));

  SecureNamingTest() throws Exception {
    mesh.service("reviews");
    mesh.config().write("reviews.yaml", reviews("reviews"));
    mesh.envoy(
        TestMesh.node(ProxyKind.SIDECAR, "impostor", address)
            .withServiceAccount("impostor")
            .withLabels(ImmutableMap.of("app", "reviews")));
    mesh.config().awaitSeenBy(client.http());
  }

  @AfterAll
  void stop() throws IOException {
    mesh.close();
  }

  /** Somebody of the mesh has got the address of a workload, and not its account. */
  @Test
  void whoDoesNotRunTheServiceMayNotAnswerForIt() throws Throwable {
    app.reset();
    Await.untilAsserted(
        () -> assertThat(client.http().get("reviews:9080", "/").status()).isEqualTo(503));
    assertThat(app.received()).isEmpty();
    mesh.config().write("reviews.yaml", reviews("impostor"));
    Await.untilAsserted(
        () -> assertThat(client.http().get("reviews:9080", "/").status()).isEqualTo(200));
    mesh.config().write("reviews.yaml", reviews("reviews"));
    Await.untilAsserted(
        () -> assertThat(client.http().get("reviews:9080", "/").status()).isEqualTo(503));
  }

  /** The same root may sign for others, too. */
  @Test
  void certificateOfAnotherTrustDomainIsNotOfTheMesh() throws Throwable {
    try (CertificateAuthority ca =
        CertificateAuthority.selfSigned(
            mesh.stateDir(), CaOptions.of("cluster.local"), InstantSource.system())) {
      HostAndPort sidecar = HostAndPort.fromParts(address, TestMesh.PORT);
      TlsCaller ours = caller(ca, "cluster.local");
      Await.untilAsserted(() -> assertThat(ours.get(sidecar, "reviews").status()).isEqualTo(200));
      TlsCaller theirs = caller(ca, "cluster.locality");
      assertThatThrownBy(() -> theirs.get(sidecar, "reviews")).isInstanceOf(IOException.class);
    }
  }

  private TlsCaller caller(CertificateAuthority ca, String trustDomain) throws Exception {
    IssuedIdentity identity =
        ca.issue(new SpiffeId(trustDomain, "default", "caller"), Duration.ofHours(1));
    return TlsCaller.showing(
            identity.chainPem(), identity.privateKeyPem(), Files.readString(mesh.rootCertificate()))
        .limited(parameters -> parameters.setApplicationProtocols(new String[] {"istio-http/1.1"}));
  }

  private String reviews(String account) {
    return """
        apiVersion: networking.istio.io/v1
        kind: WorkloadEntry
        metadata: {name: reviews, namespace: default}
        spec: {address: %1$s, labels: {app: reviews}, serviceAccount: %2$s}
        ---
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata: {name: reviews, namespace: default}
        spec:
          workloadSelector: {labels: {app: reviews}}
          ingress:
          - port: {number: 9080, protocol: HTTP, name: http}
            bind: %1$s
            captureMode: NONE
            defaultEndpoint: %3$s
          egress: [{hosts: ["./*"]}]
        """
        .formatted(address, account, app.address());
  }
}
