package io.meltemi.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import com.google.common.net.HostAndPort;
import io.meltemi.istiod.proxy.EnvoyAdmin;
import io.meltemi.it.backend.HttpBackend;
import io.meltemi.it.backend.TcpBackend;
import io.meltemi.it.mesh.Answer;
import io.meltemi.it.mesh.Call;
import io.meltemi.it.mesh.LineClient;
import io.meltemi.it.mesh.MeshClient;
import io.meltemi.it.mesh.TestMesh;
import io.meltemi.translator.proxy.ProxyKind;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * One server with a port for each kind of protocol, under each mode of PeerAuthentication: reached
 * in plaintext, and through a client's sidecar that chooses mTLS by itself.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MutualTlsModesTest {

  private static final int HTTP = TestMesh.PORT;
  private static final int LINES = 9001;
  private static final int ANY_HTTP = 9002;
  private static final int ANY_LINES = 9003;

  private final TestMesh mesh = TestMesh.start();
  private final String server = mesh.address();
  private final String outbound = mesh.address();
  private final MeshClient client = new MeshClient(HostAndPort.fromParts(outbound, HTTP));
  private final EnvoyAdmin serversAdmin;

  MutualTlsModesTest() throws Exception {
    HostAndPort web = mesh.closing(HttpBackend.start("web", "127.0.0.1", 0)).address();
    HostAndPort lines = mesh.closing(TcpBackend.start("lines", "127.0.0.1", 0)).address();
    mesh.config().write("world.yaml", world(web, lines));
    serversAdmin =
        mesh.envoy(
                TestMesh.node(ProxyKind.SIDECAR, "server", server)
                    .withServiceAccount("server")
                    .withLabels(ImmutableMap.of("app", "server")))
            .awaitLive(Await.PATIENCE);
    mesh.envoy(
        TestMesh.node(ProxyKind.SIDECAR, "caller", mesh.address())
            .withServiceAccount("caller")
            .withLabels(ImmutableMap.of("app", "caller")));
  }

  @BeforeAll
  void settle() throws Exception {
    mesh.config().awaitSeenBy(client);
  }

  /** Of what the test before has left, each waits for itself: two proxies are told of it. */
  @BeforeEach
  void reset() throws Exception {
    mesh.config().clearRules();
  }

  @AfterAll
  void stop() throws IOException {
    mesh.close();
  }

  @Test
  void permissiveTakesBoth() throws Throwable {
    Await.untilAsserted(
        () -> {
          assertThat(plain(HTTP).backend()).isEqualTo("web");
          assertThat(plain(ANY_HTTP).backend()).isEqualTo("web");
          assertThat(plainLine(LINES)).isEqualTo("lines hello");
          assertThat(plainLine(ANY_LINES)).isEqualTo("lines hello");
        });
    assertThat(plain(HTTP).echo().header("x-forwarded-client-cert")).isEmpty();
    everythingIsMutual();
  }

  @Test
  void strictRefusesPlaintext() throws Throwable {
    mesh.config().rule("policy.yaml", policy("{mode: STRICT}", "{}"));
    Await.untilAsserted(
        () -> {
          refused(HTTP);
          refused(ANY_HTTP);
          refusedLine(LINES);
          refusedLine(ANY_LINES);
        });
    everythingIsMutual();
  }

  @Test
  void disableTakesPlaintextAndClientsSendIt() throws Throwable {
    mesh.config().rule("policy.yaml", policy("{mode: DISABLE}", "{}"));
    Await.untilAsserted(
        () -> {
          assertThat(forwardedCertificate(HTTP)).isEmpty();
          assertThat(forwardedCertificate(ANY_HTTP)).isEmpty();
          long before = handshakes();
          assertThat(through(LINES)).isEqualTo("lines hello");
          assertThat(through(ANY_LINES)).isEqualTo("lines hello");
          assertThat(plainLine(LINES)).isEqualTo("lines hello");
          assertThat(handshakes()).isEqualTo(before);
        });
  }

  @Test
  void aPortCanBeAnException() throws Throwable {
    mesh.config()
        .rule("policy.yaml", policy("{mode: STRICT}", "{\"" + LINES + "\": {mode: DISABLE}}"));
    Await.untilAsserted(
        () -> {
          refused(HTTP);
          assertThat(plainLine(LINES)).isEqualTo("lines hello");
          long before = handshakes();
          assertThat(through(LINES)).isEqualTo("lines hello");
          assertThat(handshakes()).isEqualTo(before);
          assertThat(forwardedCertificate(HTTP)).contains("/sa/caller");
        });
  }

  @Test
  void anEndpointWithoutASidecarIsCalledInPlaintext() throws Throwable {
    String bare = mesh.address();
    mesh.closing(HttpBackend.start("bare", bare, HTTP));
    mesh.config()
        .rule(
            "bare.yaml",
            """
            apiVersion: networking.istio.io/v1
            kind: WorkloadEntry
            metadata: {name: bare, namespace: default}
            spec:
              address: %s
              labels: {app: server, security.istio.io/tlsMode: disabled}
              serviceAccount: server
            """
                .formatted(bare));
    Await.untilAsserted(
        () -> {
          assertThat(client.backends(Call.get("web:" + HTTP, "/"), 20).elementSet())
              .containsExactlyInAnyOrder("web", "bare");
          for (int i = 0; i < 10; i++) {
            Answer answer = client.get("web:" + HTTP, "/");
            assertThat(answer.echo().header("x-forwarded-client-cert").isEmpty())
                .isEqualTo(answer.backend().equals("bare"));
          }
        });
  }

  @Test
  void requestsMayBeUpgradedToHttp2InsideOfIt() throws Throwable {
    mesh.config()
        .rule(
            "upgrade.yaml",
            """
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: web, namespace: default}
            spec:
              host: web
              trafficPolicy: {connectionPool: {http: {h2UpgradePolicy: UPGRADE}}}
            """);
    mesh.config().awaitSeenBy(client);
    Await.untilAsserted(
        () -> {
          assertThat(forwardedCertificate(HTTP)).contains("/sa/caller");
          assertThat(sum("http.*downstream_cx_http2_total")).isPositive();
        });
  }

  @Test
  void whoRunsTheServiceUnderAnotherNameIsNotBelieved() throws Throwable {
    mesh.config()
        .rule(
            "naming.yaml",
            """
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: web, namespace: default}
            spec:
              host: web
              trafficPolicy:
                tls:
                  mode: ISTIO_MUTUAL
                  subjectAltNames: [spiffe://cluster.local/ns/default/sa/somebody-else]
            """);
    Await.untilAsserted(() -> assertThat(client.get("web:" + HTTP, "/").status()).isEqualTo(503));
  }

  private void everythingIsMutual() throws Throwable {
    Await.untilAsserted(
        () -> {
          assertThat(forwardedCertificate(HTTP)).contains("/sa/caller");
          assertThat(forwardedCertificate(ANY_HTTP)).contains("/sa/caller");
          for (int port : new int[] {LINES, ANY_LINES}) {
            long before = handshakes();
            assertThat(through(port)).isEqualTo("lines hello");
            assertThat(handshakes()).isGreaterThan(before);
          }
        });
  }

  /** What the app is told of its caller, when called through the client's sidecar. */
  private String forwardedCertificate(int port) throws Exception {
    MeshClient caller = new MeshClient(HostAndPort.fromParts(outbound, port));
    Answer answer = caller.get((port == HTTP ? "web:" : "any-http:") + port, "/");
    assertThat(answer.status()).isEqualTo(200);
    return answer.echo().header("x-forwarded-client-cert");
  }

  private String through(int port) throws IOException {
    return LineClient.say(HostAndPort.fromParts(outbound, port), "hello");
  }

  private Answer plain(int port) throws Exception {
    return new MeshClient(HostAndPort.fromParts(server, port)).get("web", "/");
  }

  private String plainLine(int port) throws IOException {
    return LineClient.say(HostAndPort.fromParts(server, port), "hello");
  }

  private void refused(int port) {
    assertThatThrownBy(() -> plain(port)).isInstanceOf(IOException.class);
  }

  /** Reset, or closed without an answer. */
  private void refusedLine(int port) {
    String answer;
    try {
      answer = plainLine(port);
    } catch (IOException _) {
      answer = "";
    }
    assertThat(answer).isEmpty();
  }

  private long handshakes() throws Exception {
    return sum("^listener\\..*ssl\\.handshake$");
  }

  private long sum(String stats) throws Exception {
    return serversAdmin.stats(stats).values().stream().mapToLong(Long::longValue).sum();
  }

  private static String policy(String mode, String ports) {
    return """
        apiVersion: security.istio.io/v1
        kind: PeerAuthentication
        metadata: {name: server, namespace: default}
        spec:
          selector: {matchLabels: {app: server}}
          mtls: %s
          portLevelMtls: %s
        """
        .formatted(mode, ports);
  }

  private String world(HostAndPort web, HostAndPort lines) {
    StringBuilder yaml =
        new StringBuilder(
            """
            apiVersion: networking.istio.io/v1
            kind: WorkloadEntry
            metadata: {name: server, namespace: default}
            spec:
              address: %1$s
              labels: {app: server}
              serviceAccount: server
            ---
            apiVersion: networking.istio.io/v1
            kind: Sidecar
            metadata: {name: server, namespace: default}
            spec:
              workloadSelector: {labels: {app: server}}
              ingress:
              - {port: {number: 9080, protocol: HTTP, name: http}, bind: %1$s, defaultEndpoint: "%2$s"}
              - {port: {number: 9001, protocol: TCP, name: lines}, bind: %1$s, defaultEndpoint: "%4$s"}
              - {port: {number: 9002, protocol: "", name: any-http}, bind: %1$s, defaultEndpoint: "%2$s"}
              - {port: {number: 9003, protocol: "", name: any-lines}, bind: %1$s, defaultEndpoint: "%4$s"}
            ---
            apiVersion: networking.istio.io/v1
            kind: Sidecar
            metadata: {name: caller, namespace: default}
            spec:
              workloadSelector: {labels: {app: caller}}
              egress:
              - {port: {number: 9080, protocol: HTTP, name: http}, bind: %3$s, captureMode: NONE, hosts: ["./*"]}
              - {port: {number: 9001, protocol: TCP, name: lines}, bind: %3$s, captureMode: NONE, hosts: ["./lines.default.svc.cluster.local"]}
              - {port: {number: 9002, protocol: "", name: any-http}, bind: %3$s, captureMode: NONE, hosts: ["./any-http.default.svc.cluster.local"]}
              - {port: {number: 9003, protocol: "", name: any-lines}, bind: %3$s, captureMode: NONE, hosts: ["./any-lines.default.svc.cluster.local"]}
            """
                .formatted(server, web, outbound, lines));
    yaml.append(service("web", "http", HTTP))
        .append(service("lines", "tcp", LINES))
        .append(service("any-http", "any-http", ANY_HTTP))
        .append(service("any-lines", "any-lines", ANY_LINES));
    return yaml.toString();
  }

  private static String service(String name, String portName, int port) {
    return """
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: %s, namespace: default}
        spec:
          selector: {app: server}
          ports: [{name: %s, port: %d}]
        """
        .formatted(name, portName, port);
  }
}
