package io.meltemi.it.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import com.google.common.net.HostAndPort;
import io.meltemi.it.Await;
import io.meltemi.it.mesh.TestMesh;
import io.meltemi.it.mesh.TlsCaller;
import io.meltemi.translator.bootstrap.ProxyNode;
import io.meltemi.translator.proxy.InterceptionMode;
import io.meltemi.translator.proxy.ProxyKind;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two gateways of two namespaces, and a Secret of one of them (CVE-2021-34824). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ForeignGatewayTest {

  private static final int PORT = 8443;

  private final TestMesh mesh = TestMesh.start();
  private final Pki pki = Pki.named("shop");
  private final Issued certificate = pki.issue("b.example");
  private final TlsCaller caller = TlsCaller.trusting(pki.rootPem());
  private final String a = mesh.address();
  private final String b = mesh.address();

  ForeignGatewayTest() throws Exception {
    mesh.config().write("world.yaml", world());
    mesh.config().write("own.yaml", secret(pki.issue("a.example"), "a-cert", "a"));
    mesh.config().write("theirs.yaml", secret(certificate, "b-cert", "b"));
    mesh.envoy(gateway("a", a));
    mesh.envoy(gateway("b", b));
  }

  @AfterAll
  void stop() throws IOException {
    mesh.close();
  }

  @Test
  void whatOneGatewayShowsTheOtherNeverGetsAndNobodyDoesOnceItIsRemoved() throws Throwable {
    awaitServed(b, "b.example"); // from now on it is in every memory that there is
    awaitServed(a, "a.example");
    for (String host : new String[] {"b.example", "full.example", "slash.example"}) {
      refused(a, host);
    }
    Await.until(
        "its owner is told",
        () ->
            mesh.istiod()
                .page("/debug/diagnostics")
                .contains("Secret b/b-cert is of another namespace than the proxy"));

    mesh.config().delete("theirs.yaml");
    Await.untilAsserted(() -> refused(b, "b.example"));
    assertThat(caller.get(HostAndPort.fromParts(a, PORT), "a.example").status()).isEqualTo(404);

    mesh.config().write("theirs.yaml", secret(certificate, "b-cert", "b"));
    awaitServed(b, "b.example");
    refused(a, "b.example");
  }

  private static ProxyNode gateway(String namespace, String address) {
    return ProxyNode.of(ProxyKind.ROUTER, "edge-" + namespace, namespace, address)
        .withInterceptionMode(InterceptionMode.NONE)
        .withServiceAccount("edge")
        .withLabels(ImmutableMap.of("app", "edge-" + namespace));
  }

  /** No route leads on; that the gateway answers at all is the matter. */
  private void awaitServed(String address, String host) throws Throwable {
    Await.untilAsserted(
        () ->
            assertThat(caller.get(HostAndPort.fromParts(address, PORT), host).status())
                .isEqualTo(404));
  }

  private void refused(String address, String host) {
    assertThatThrownBy(() -> caller.get(HostAndPort.fromParts(address, PORT), host))
        .isInstanceOf(IOException.class);
  }

  private static String secret(Issued certificate, String name, String namespace) {
    return certificate
        .secret(name)
        .substring("---\n".length())
        .replace("namespace: default", "namespace: " + namespace);
  }

  private String world() {
    return "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n---\n"
        + "apiVersion: v1\nkind: Namespace\nmetadata: {name: b}\n"
        + server("a", "edge-a", "a.example", "a-cert")
        + server("a", "edge-a", "b.example", "b-cert")
        + server("a", "edge-a", "full.example", "kubernetes-gateway://b/b-cert")
        + server("b", "edge-a", "slash.example", "kubernetes://b/b-cert")
        + server("b", "edge-b", "b.example", "b-cert");
  }

  /** A Gateway may select the proxies of another namespace. */
  private String server(String namespace, String proxy, String host, String credential) {
    return """
        ---
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: %3$s, namespace: %1$s}
        spec:
          selector: {app: %5$s}
          servers:
          - port: {number: 8443, protocol: HTTPS, name: https}
            bind: %2$s
            hosts: [%3$s]
            tls: {mode: SIMPLE, credentialName: "%4$s"}
        """
        .formatted(namespace, proxy.equals("edge-a") ? a : b, host, credential, proxy);
  }
}
