package io.meltemi.it.tls;

import io.meltemi.it.backend.Behaviour;
import io.meltemi.it.backend.HttpBackend;
import io.meltemi.it.backend.PemTls;
import io.meltemi.it.mesh.TestMesh;
import java.util.function.Consumer;
import javax.net.ssl.SSLParameters;

/**
 * A service outside of the mesh that speaks TLS only, on port 8443 of an address of its own, and
 * the ServiceEntry that makes it known in plaintext on the port of all services.
 */
record OutsideService(String host, String address, HttpBackend backend) {

  static final int PORT = 8443;

  static OutsideService start(
      TestMesh mesh, String host, Issued certificate, Pki clients, Consumer<SSLParameters> limits)
      throws Exception {
    String address = mesh.address();
    HttpBackend backend =
        mesh.closing(
            HttpBackend.startTls(
                host,
                PemTls.showing(
                    certificate.certificatePem(), certificate.keyPem(), clients.rootPem()),
                address,
                PORT,
                limits));
    // Every request comes over a connection of its own: what was set last holds for it.
    backend.behave(Behaviour.withHeader("connection", "close"));
    return new OutsideService(host, address, backend);
  }

  /** Takes everybody. */
  static OutsideService start(TestMesh mesh, String host, Issued certificate, Pki pki)
      throws Exception {
    return start(mesh, host, certificate, pki, _ -> {});
  }

  /** Takes only who shows a certificate. */
  static OutsideService mutual(TestMesh mesh, String host, Issued certificate, Pki pki)
      throws Exception {
    return start(mesh, host, certificate, pki, limits -> limits.setNeedClientAuth(true));
  }

  String entry() {
    return entry("");
  }

  /**
   * The ServiceEntry.
   *
   * @param more fields, indented by two
   */
  String entry(String more) {
    return """
        ---
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: %1$s, namespace: default}
        spec:
          hosts: [%1$s]
          location: MESH_EXTERNAL
          resolution: STATIC
          ports:
          - {number: %2$d, targetPort: %3$d, name: http, protocol: HTTP}
          - {number: %3$d, name: https, protocol: HTTPS}
          endpoints: [{address: %4$s}]
        %5$s"""
        .formatted(host, TestMesh.PORT, PORT, address, more);
  }

  /** A rule with these settings of {@code tls}. */
  String rule(String tls) {
    return rule(tls, "");
  }

  /**
   * The same with more.
   *
   * @param more fields, indented by two
   */
  String rule(String tls, String more) {
    return """
        ---
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: %1$s, namespace: default}
        spec:
          host: %1$s
          trafficPolicy: {tls: {%2$s}}
        %3$s"""
        .formatted(host, tls, more);
  }
}
