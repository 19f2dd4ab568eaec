package io.meltemi.it.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSortedSet;
import com.google.common.net.HostAndPort;
import io.meltemi.ca.SpiffeId;
import io.meltemi.ca.authority.CaOptions;
import io.meltemi.ca.authority.CertificateAuthority;
import io.meltemi.ca.authority.IssuedIdentity;
import io.meltemi.it.Await;
import io.meltemi.it.backend.TcpBackend;
import io.meltemi.it.backend.TestTls;
import io.meltemi.it.mesh.TestMesh;
import io.meltemi.it.mesh.TlsCaller;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** TLS at the edge, with certificates from Secrets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GatewayTlsTest {

  private static final int HTTPS = 8443;

  private final TestMesh mesh = TestMesh.start();
  private final CertificateAuthority shop =
      CertificateAuthority.selfSigned(
          mesh.root().resolve("shop-ca"), CaOptions.of("shop.example"), InstantSource.system());
  private final TestMesh.Client gateway;
  private final HostAndPort edge;

  GatewayTlsTest() throws Exception {
    mesh.service("reviews");
    mesh.backendWithSidecar("reviews", "v1");
    gateway = mesh.gateway("edge");
    edge = HostAndPort.fromParts(gateway.address(), HTTPS);
    mesh.config().awaitSeenBy(gateway.http());
  }

  @BeforeEach
  void reset() throws Exception {
    mesh.config().clearRules();
  }

  @AfterAll
  void stop() throws IOException {
    shop.close();
    mesh.close();
  }

  @Test
  void theCertificateOfTheSecretIsShownAndReplacedWithoutABreak() throws Throwable {
    IssuedIdentity first = server("a.shop.example");
    mesh.config().rule("secret.yaml", tlsSecret("a-cert", first));
    mesh.config().rule("gateway.yaml", gateway(server("a", "a.shop.example", "SIMPLE", "a-cert")));
    mesh.config().rule("routes.yaml", routes("a.shop.example"));
    awaitShown(first);

    IssuedIdentity second = server("a.shop.example");
    mesh.config().rule("secret.yaml", tlsSecret("a-cert", second));
    awaitShown(second);
  }

  private void awaitShown(IssuedIdentity identity) throws Throwable {
    TlsCaller caller = TlsCaller.trusting(shop.trustBundle().pem());
    Await.untilAsserted(
        () -> {
          TlsCaller.Answer answer = caller.get(edge, "a.shop.example");
          assertThat(answer.status()).isEqualTo(200);
          assertThat(answer.certificate()).isEqualTo(leaf(identity));
        });
  }

  @Test
  void aServerWithoutItsSecretCostsNobodyElse() throws Throwable {
    mesh.config().rule("secret.yaml", tlsSecret("a-cert", server("a.shop.example")));
    mesh.config()
        .rule(
            "gateway.yaml",
            gateway(
                server("missing", "b.shop.example", "SIMPLE", "no-such-secret")
                    + server("a", "a.shop.example", "SIMPLE", "a-cert")));
    mesh.config().rule("routes.yaml", routes("a.shop.example"));
    TlsCaller caller = TlsCaller.trusting(shop.trustBundle().pem());
    Await.untilAsserted(
        () -> assertThat(caller.get(edge, "a.shop.example").status()).isEqualTo(200));
    assertThatThrownBy(() -> caller.get(edge, "b.shop.example")).isInstanceOf(IOException.class);

    mesh.config().rule("late.yaml", tlsSecret("no-such-secret", server("b.shop.example")));
    mesh.config().rule("late-routes.yaml", routes("b.shop.example").replace("routes,", "late,"));
    Await.untilAsserted(
        () -> assertThat(caller.get(edge, "b.shop.example").status()).isEqualTo(200));
  }

  @Test
  void mutualAsksForACertificateAndOptionalTakesOne() throws Throwable {
    IssuedIdentity client =
        shop.issue(new SpiffeId("shop.example", "outside", "client"), Duration.ofHours(1));
    mesh.config()
        .rule(
            "secret.yaml",
            tlsSecret("m", server("m.shop.example"))
                + "---\n"
                + rootsSecret("m-cacert", shop.trustBundle().pem()));
    mesh.config()
        .rule(
            "gateway.yaml",
            gateway(
                server("m", "m.shop.example", "MUTUAL", "m")
                    + server("o", "o.shop.example", "OPTIONAL_MUTUAL", "m")));
    mesh.config()
        .rule(
            "routes.yaml",
            routes("m.shop.example")
                .replace("[m.shop.example]", "[m.shop.example, o.shop.example]"));
    TlsCaller anonymous = TlsCaller.trustingAll();
    TlsCaller known =
        TlsCaller.showing(client.chainPem(), client.privateKeyPem(), shop.trustBundle().pem());
    Await.untilAsserted(
        () -> assertThat(known.get(edge, "m.shop.example").status()).isEqualTo(200));
    assertThatThrownBy(() -> anonymous.get(edge, "m.shop.example")).isInstanceOf(IOException.class);
    Await.untilAsserted(
        () -> assertThat(anonymous.get(edge, "o.shop.example").status()).isEqualTo(200));
    assertThat(known.get(edge, "m.shop.example").body())
        .contains("URI=spiffe://shop.example/ns/outside/sa/client");
  }

  @Test
  void whatIsPassedThroughIsNotLookedInto() throws Throwable {
    String outside = mesh.address();
    mesh.closing(TcpBackend.startTls("outside", TestTls.server(mesh.root()), outside, HTTPS));
    mesh.config()
        .rule(
            "gateway.yaml",
            """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: tls, namespace: default}
            spec:
              selector: {app: edge}
              servers:
              - port: {number: 8443, protocol: TLS, name: tls}
                bind: %s
                hosts: [p.shop.example]
                tls: {mode: PASSTHROUGH}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: tls, namespace: default}
            spec:
              hosts: [p.shop.example]
              gateways: [tls]
              tls:
              - match: [{port: 8443, sniHosts: [p.shop.example]}]
                route: [{destination: {host: outside.example, port: {number: 8443}}}]
            ---
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: outside, namespace: default}
            spec:
              hosts: [outside.example]
              location: MESH_EXTERNAL
              resolution: STATIC
              ports: [{number: 8443, protocol: TLS, name: tls}]
              endpoints: [{address: %s}]
            """
                .formatted(gateway.address(), outside));
    Await.untilAsserted(
        () ->
            assertThat(
                    io.meltemi.it.mesh.LineClient.sayOverTls(
                        TestTls.trustingClient(), edge, "p.shop.example", "hello"))
                .isEqualTo("outside hello"));
  }

  private IssuedIdentity server(String name) {
    return shop.issueServer(ImmutableSortedSet.of(name));
  }

  private String gateway(String servers) {
    return """
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: tls, namespace: default}
        spec:
          selector: {app: edge}
          servers:
        """
        + servers;
  }

  private String server(String name, String host, String mode, String credential) {
    return """
          - port: {number: 8443, protocol: HTTPS, name: %s}
            bind: %s
            hosts: [%s]
            tls: {mode: %s, credentialName: %s}
        """
        .formatted(name, gateway.address(), host, mode, credential)
        .indent(2);
  }

  private static String routes(String host) {
    return """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: routes, namespace: default}
        spec:
          hosts: [%s]
          gateways: [tls]
          http:
          - route: [{destination: {host: reviews, port: {number: 9080}}}]
        """
        .formatted(host);
  }

  private static String tlsSecret(String name, IssuedIdentity identity) {
    return """
        apiVersion: v1
        kind: Secret
        metadata: {name: %s, namespace: default}
        type: kubernetes.io/tls
        data: {tls.crt: %s, tls.key: %s}
        """
        .formatted(name, encoded(identity.chainPem()), encoded(identity.privateKeyPem()));
  }

  private static String rootsSecret(String name, String pem) {
    return """
        apiVersion: v1
        kind: Secret
        metadata: {name: %s, namespace: default}
        data: {ca.crt: %s}
        """
        .formatted(name, encoded(pem));
  }

  private static String leaf(IssuedIdentity identity) {
    return TlsCaller.leaf(identity.chainPem());
  }

  private static String encoded(String pem) {
    return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
  }
}
