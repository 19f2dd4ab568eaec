package io.meltemi.it.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.HostAndPort;
import io.meltemi.it.Await;
import io.meltemi.it.backend.Received;
import io.meltemi.it.mesh.TestMesh;
import io.meltemi.it.mesh.TlsCaller;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Calls leave the mesh through a gateway: by the mesh's mTLS as far as there, and on by TLS that
 * the gateway originates.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EgressGatewayTest {

  private static final String BOOKS = "books.example";
  private static final int GATEWAY_PORT = 8443;

  private final TestMesh mesh = TestMesh.start();
  private final Pki pki = Pki.named("books");
  private final Issued own = pki.issue("gateway.example");
  private final OutsideService books = OutsideService.start(mesh, BOOKS, pki.issue(BOOKS), pki);
  private final OutsideService vault =
      OutsideService.mutual(mesh, "vault.example", pki.issue("vault.example"), pki);
  private final TestMesh.Client client = mesh.client("client");
  private final TestMesh.Client gateway = mesh.gateway("egress");

  EgressGatewayTest() throws Exception {
    Files.writeString(mesh.root().resolve("roots.pem"), pki.rootPem());
    own.write(mesh.root(), "own");
    mesh.config().awaitSeenBy(client.http());
  }

  @BeforeEach
  void reset() throws IOException {
    mesh.config().clearRules();
  }

  @AfterAll
  void stop() throws IOException {
    mesh.close();
  }

  @Test
  void onlyWhoIsOfTheMeshGetsInAndOnlyTheGatewayGetsOut() throws Throwable {
    apply(route(books, "mode: SIMPLE, caCertificates: " + file("roots.pem") + ", sni: " + BOOKS));
    Await.untilAsserted(() -> assertThat(answer(books).header("tls-sni")).isEqualTo(BOOKS));
    assertThat(handledByGateway(books)).isPositive();
    assertThat(client.envoy().awaitLive(Await.PATIENCE).stats(answeredBy(books)).values())
        .allMatch(count -> count == 0);
    HostAndPort edge = HostAndPort.fromParts(gateway.address(), GATEWAY_PORT);
    Issued stranger = pki.issue("spiffe://cluster.local/ns/default/sa/client");
    for (TlsCaller caller :
        new TlsCaller[] {
          TlsCaller.trustingAll(),
          TlsCaller.showing(
              stranger.certificatePem(),
              stranger.keyPem(),
              Files.readString(mesh.rootCertificate()))
        }) {
      assertThatThrownBy(() -> caller.get(edge, BOOKS)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void theGatewayShowsItsCertificateFromFiles() throws Throwable {
    apply(
        route(
            vault,
            "mode: MUTUAL, caCertificates: %s, clientCertificate: %s, privateKey: %s, sni: %s"
                .formatted(file("roots.pem"), file("own.crt"), file("own.key"), vault.host())));
    awaitPeer("CN=gateway.example");
  }

  @Test
  void theGatewayShowsTheCertificateOfItsSecretAsLongAsThereIsOne() throws Throwable {
    String secret = own.secret("own", ", " + EdgeMesh.rootsEntries(pki.rootPem(), ""));
    String route = route(vault, "mode: MUTUAL, credentialName: own, sni: " + vault.host());
    apply(secret + route);
    awaitPeer("CN=gateway.example");
    apply(route);
    Await.untilAsserted(() -> assertThat(status(vault)).isEqualTo(503));
  }

  @Test
  void theGatewayBelievesWhomItsSecretNames() throws Throwable {
    String route = route(books, "mode: SIMPLE, credentialName: trusted, sni: " + BOOKS);
    apply(EdgeMesh.roots("trusted", pki.rootPem(), "") + route);
    Await.untilAsserted(() -> assertThat(status(books)).isEqualTo(200));
    apply(EdgeMesh.roots("trusted", Pki.named("others").rootPem(), "") + route);
    Await.untilAsserted(() -> assertThat(status(books)).isEqualTo(503));
  }

  /** Through the gateway, which originates TLS with these settings. */
  private String route(OutsideService service, String tls) {
    return """
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: egress-tls, namespace: default}
        spec:
          selector: {app: egress}
          ports: [{name: https, port: %4$d}]
        ---
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: egress, namespace: default}
        spec:
          selector: {app: egress}
          servers:
          - port: {number: %4$d, protocol: HTTPS, name: https}
            bind: %1$s
            hosts: [%2$s]
            tls: {mode: ISTIO_MUTUAL}
        ---
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: egress-tls, namespace: default}
        spec:
          host: egress-tls
          subsets:
          - name: out
            trafficPolicy:
              portLevelSettings:
              - port: {number: %4$d}
                tls: {mode: ISTIO_MUTUAL, sni: %2$s}
        ---
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: egress, namespace: default}
        spec:
          hosts: [%2$s]
          gateways: [mesh, egress]
          http:
          - match: [{gateways: [mesh], port: %5$d}]
            route: [{destination: {host: egress-tls, subset: out, port: {number: %4$d}}}]
          - match: [{gateways: [egress], port: %4$d}]
            route: [{destination: {host: %2$s, port: {number: %6$d}}}]
        ---
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: outside, namespace: default}
        spec:
          host: %2$s
          trafficPolicy:
            portLevelSettings:
            - port: {number: %6$d}
              tls: {%3$s}
        """
            .formatted(
                gateway.address(),
                service.host(),
                tls,
                GATEWAY_PORT,
                TestMesh.PORT,
                OutsideService.PORT)
        + service.entry();
  }

  private String file(String name) {
    return mesh.root().resolve(name).toString();
  }

  private void apply(String documents) throws Exception {
    mesh.config().apply(documents.substring("---\n".length()), client.http());
  }

  private int status(OutsideService service) throws Exception {
    return client.http().get(service.host() + ":" + TestMesh.PORT, "/").status();
  }

  private Received answer(OutsideService service) throws Exception {
    return client.http().get(service.host() + ":" + TestMesh.PORT, "/").echo();
  }

  private void awaitPeer(String subject) throws Throwable {
    Await.untilAsserted(() -> assertThat(answer(vault).header("tls-peer")).isEqualTo(subject));
  }

  private long handledByGateway(OutsideService service) throws Exception {
    return gateway.envoy().awaitLive(Await.PATIENCE).stats(answeredBy(service)).values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  private static String answeredBy(OutsideService service) {
    return "cluster.outbound.*" + service.host() + ".*upstream_rq_200$";
  }
}
