package io.meltemi.it.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.HostAndPort;
import io.meltemi.it.Await;
import io.meltemi.it.mesh.TestMesh;
import io.meltemi.it.mesh.TlsCaller;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** A gateway before {@code reviews}, and the CA of the company whose gateway it is. */
final class EdgeMesh implements Closeable {

  static final int HTTPS = 8443;

  private final TestMesh mesh;
  private final TestMesh.Server reviews;
  private final TestMesh.Client gateway;
  private final Pki pki;
  private final AtomicInteger hosts = new AtomicInteger();

  private EdgeMesh(TestMesh mesh) throws Exception {
    this.mesh = mesh;
    this.pki = Pki.named("shop");
    mesh.service("reviews");
    this.reviews = mesh.server("reviews", "v1");
    this.gateway = mesh.gateway("edge");
    mesh.config().awaitSeenBy(gateway.http());
  }

  static EdgeMesh start() throws Exception {
    return new EdgeMesh(TestMesh.start());
  }

  static EdgeMesh start(String meshConfig) throws Exception {
    return new EdgeMesh(TestMesh.start(meshConfig));
  }

  TestMesh mesh() {
    return mesh;
  }

  Pki pki() {
    return pki;
  }

  TestMesh.Server reviews() {
    return reviews;
  }

  TestMesh.Client gateway() {
    return gateway;
  }

  /** Nothing is served on the port of TLS any more. */
  void reset() throws IOException {
    mesh.config().clearRules();
  }

  /** A server of the gateway and its certificate. */
  record Site(EdgeMesh edge, String host, Issued certificate) {

    TlsCaller.Answer get(TlsCaller caller) throws Exception {
      return caller.get(HostAndPort.fromParts(edge.gateway.address(), HTTPS), host);
    }

    /** Waits until that caller is served, and so the settings hold. */
    TlsCaller.Answer awaitServed(TlsCaller caller) throws Throwable {
      Await.untilAsserted(() -> assertThat(get(caller).status()).isEqualTo(200));
      return get(caller);
    }

    /** The connection ends without an answer. */
    void refuses(TlsCaller caller) {
      assertThatThrownBy(() -> get(caller)).isInstanceOf(IOException.class);
    }

    void awaitRefused(TlsCaller caller) throws Throwable {
      Await.untilAsserted(() -> refuses(caller));
    }
  }

  /** A name that no test has used before, and so no configuration that is still in effect. */
  String newHost() {
    return "site-" + hosts.incrementAndGet() + ".shop.example";
  }

  /** Serves a new host with the certificate of a Secret {@code site}. */
  Site site(String tls, String... secrets) throws Exception {
    String host = newHost();
    Issued certificate = pki.issue(host);
    serve(host, "credentialName: site, " + tls, certificate.secret("site"), secrets);
    return new Site(this, host, certificate);
  }

  /**
   * Serves a host with these settings of {@code tls}.
   *
   * @param objects documents, each after a {@code ---}
   */
  void serve(String host, String tls, String object, String... objects) throws Exception {
    mesh.config()
        .rule(
            "site.yaml",
            """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: site, namespace: default}
            spec:
              selector: {app: edge}
              servers:
              - port: {number: 8443, protocol: HTTPS, name: https}
                bind: %1$s
                hosts: [%2$s]
                tls: {%3$s}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: site, namespace: default}
            spec:
              hosts: [%2$s]
              gateways: [site]
              http: [{route: [{destination: {host: reviews, port: {number: 9080}}}]}]
            """
                    .formatted(gateway.address(), host, tls)
                + object
                + String.join("", objects));
  }

  /** A Secret with roots only. */
  String roots(String name) {
    return roots(name, pki.rootPem(), "");
  }

  /** The same with a revocation list, unless that is empty. */
  static String roots(String name, String roots, String crl) {
    return """
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: %s, namespace: default}
        data: {%s}
        """
        .formatted(name, rootsEntries(roots, crl));
  }

  static String rootsEntries(String roots, String crl) {
    return "ca.crt: "
        + Issued.encoded(roots)
        + (crl.isEmpty() ? "" : ", ca.crl: " + Issued.encoded(crl));
  }

  /** Trusts the company, and shows nothing. */
  TlsCaller anonymous() throws Exception {
    return TlsCaller.trusting(pki.rootPem());
  }

  TlsCaller showing(Issued own) throws Exception {
    return TlsCaller.showing(own.certificatePem(), own.keyPem(), pki.rootPem());
  }

  @Override
  public void close() throws IOException {
    mesh.close();
  }
}
