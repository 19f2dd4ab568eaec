package io.meltemi.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableMultiset;
import com.google.common.net.HostAndPort;
import io.meltemi.it.backend.TcpBackend;
import io.meltemi.it.backend.TestTls;
import io.meltemi.it.mesh.LineClient;
import io.meltemi.it.mesh.Shares;
import io.meltemi.it.mesh.TestMesh;
import io.meltemi.translator.proxy.ProxyKind;
import java.io.IOException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Connections that are not HTTP: by port, by weight, by SNI. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TcpRoutingTest {

  private static final int TCP_PORT = 9000;
  private static final int TLS_PORT = 9443;

  private final TestMesh mesh = TestMesh.start();
  private final String outbound = mesh.address();

  TcpRoutingTest() throws Exception {}

  @BeforeAll
  void start() throws Exception {
    SSLContext tls = TestTls.server(mesh.root());
    String v1 = mesh.address();
    String v2 = mesh.address();
    mesh.closing(TcpBackend.start("v1", v1, TCP_PORT));
    mesh.closing(TcpBackend.start("v2", v2, TCP_PORT));
    mesh.closing(TcpBackend.startTls("v1", tls, v1, TLS_PORT));
    mesh.closing(TcpBackend.startTls("v2", tls, v2, TLS_PORT));
    mesh.config().write("world.yaml", world(mesh.address(), v1, v2, outbound));
    mesh.envoy(
        TestMesh.node(ProxyKind.SIDECAR, "caller", mesh.address())
            .withLabels(ImmutableMap.of("app", "caller")));
  }

  @AfterAll
  void stop() throws IOException {
    mesh.close();
  }

  @Test
  void aPortLeadsToItsService() throws Throwable {
    mesh.config().clearRules();
    Await.untilAsserted(() -> assertThat(say()).matches("v[12] hello"));
  }

  @Test
  void connectionsAreSharedOutByWeight() throws Throwable {
    rule(
        """
        - route:
          - {destination: {host: echo.example, subset: v1}, weight: 100}
          - {destination: {host: echo.example, subset: v2}, weight: 0}
        """);
    Await.untilAsserted(() -> assertThat(said(20)).containsOnly("v1 hello"));
    rule(
        """
        - route:
          - {destination: {host: echo.example, subset: v1}, weight: 75}
          - {destination: {host: echo.example, subset: v2}, weight: 25}
        """);
    Await.untilAsserted(() -> assertThat(said(30)).contains("v2 hello"));
    int calls = 300;
    Shares.assertShare(0.25, calls, () -> said(calls).count("v2 hello"));
  }

  @Test
  void tlsGoesWhereItsServerNameSays() throws Throwable {
    mesh.config().clearRules();
    Await.untilAsserted(
        () -> {
          assertThat(sayOverTls("a.example")).isEqualTo("v1 hello");
          assertThat(sayOverTls("b.example")).isEqualTo("v2 hello");
        });
  }

  @Test
  void aTlsRuleSendsAServerNameElsewhere() throws Throwable {
    mesh.config()
        .rule(
            "tls.yaml",
            """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: tls, namespace: default}
            spec:
              hosts: [a.example]
              tls:
              - match: [{port: 9443, sniHosts: [a.example]}]
                route: [{destination: {host: b.example}}]
            """);
    Await.untilAsserted(() -> assertThat(sayOverTls("a.example")).isEqualTo("v2 hello"));
    assertThat(sayOverTls("b.example")).isEqualTo("v2 hello");
  }

  @Test
  void anUnknownServerNameLeadsNowhere() throws Throwable {
    Await.untilAsserted(() -> assertThat(sayOverTls("b.example")).isEqualTo("v2 hello"));
    assertThatThrownBy(() -> sayOverTls("c.example")).isInstanceOf(IOException.class);
  }

  /** Two versions, by TCP and by TLS, and somebody who calls them. */
  private static String world(String address, String v1, String v2, String outbound) {
    return """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: echo, namespace: default}
        spec:
          hosts: [echo.example]
          addresses: [%1$s]
          resolution: STATIC
          ports: [{number: 9000, name: tcp, protocol: TCP}]
          endpoints:
          - {address: %2$s, labels: {version: v1}}
          - {address: %3$s, labels: {version: v2}}
        ---
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: echo, namespace: default}
        spec:
          host: echo.example
          subsets:
          - {name: v1, labels: {version: v1}}
          - {name: v2, labels: {version: v2}}
        ---
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: secure-a, namespace: default}
        spec:
          hosts: [a.example]
          resolution: STATIC
          ports: [{number: 9443, name: tls, protocol: TLS}]
          endpoints: [{address: %2$s}]
        ---
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: secure-b, namespace: default}
        spec:
          hosts: [b.example]
          resolution: STATIC
          ports: [{number: 9443, name: tls, protocol: TLS}]
          endpoints: [{address: %3$s}]
        ---
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata: {name: caller, namespace: default}
        spec:
          workloadSelector: {labels: {app: caller}}
          egress:
          - port: {number: 9000, protocol: TCP, name: tcp}
            bind: %4$s
            captureMode: NONE
            hosts: ["./echo.example"]
          - port: {number: 9443, protocol: TLS, name: tls}
            bind: %4$s
            captureMode: NONE
            hosts: ["./a.example", "./b.example"]
        """
        .formatted(address, v1, v2, outbound);
  }

  private void rule(String tcp) throws IOException {
    mesh.config()
        .rule(
            "tcp.yaml",
            """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: tcp, namespace: default}
            spec:
              hosts: [echo.example]
              tcp:
            """
                + tcp.indent(2));
  }

  private String say() throws IOException {
    return LineClient.say(HostAndPort.fromParts(outbound, TCP_PORT), "hello");
  }

  private ImmutableMultiset<String> said(int times) throws IOException {
    ImmutableMultiset.Builder<String> all = ImmutableMultiset.builder();
    for (int i = 0; i < times; i++) {
      all.add(say());
    }
    return all.build();
  }

  private String sayOverTls(String sni) throws Exception {
    HostAndPort to = HostAndPort.fromParts(outbound, TLS_PORT);
    return LineClient.sayOverTls(TestTls.trustingClient(), to, sni, "hello");
  }
}
