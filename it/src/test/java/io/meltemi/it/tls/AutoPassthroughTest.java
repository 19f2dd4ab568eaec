package io.meltemi.it.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.HostAndPort;
import io.meltemi.ca.SpiffeId;
import io.meltemi.ca.authority.CaOptions;
import io.meltemi.ca.authority.CertificateAuthority;
import io.meltemi.ca.authority.IssuedIdentity;
import io.meltemi.it.Await;
import io.meltemi.it.mesh.TestMesh;
import io.meltemi.it.mesh.TlsCaller;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A gateway between two networks passes the mesh's mTLS on to the service that SNI names: to
 * exported services of the mesh and to nothing else (CVE-2021-31921).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AutoPassthroughTest {

  private static final int PORT = 15443;
  private static final String REVIEWS = "outbound_.9080_._.reviews.default.svc.cluster.local";
  private static final String SECRETS = "outbound_.9080_._.secrets.default.svc.cluster.local";
  private static final String HIDDEN = "annotations: {networking.istio.io/exportTo: \"~\"}, ";

  private final TestMesh mesh = TestMesh.start();
  private final TestMesh.Server reviews;
  private final TestMesh.Client gateway;
  private final TestMesh.Client client;
  private final TlsCaller ofMesh;

  AutoPassthroughTest() throws Exception {
    mesh.service("reviews");
    reviews = mesh.server("reviews", "v1");
    mesh.backendWithSidecar("secrets", "v1");
    mesh.stranger("outside");
    gateway = mesh.gateway("east-west");
    client = mesh.client("client");
    mesh.config().write("east-west.yaml", gateway());
    mesh.config().awaitSeenBy(gateway.http());
    try (CertificateAuthority ca =
        CertificateAuthority.selfSigned(
            mesh.stateDir(), CaOptions.of("cluster.local"), InstantSource.system())) {
      IssuedIdentity caller =
          ca.issue(new SpiffeId("cluster.local", "default", "attacker"), Duration.ofHours(1));
      ofMesh =
          TlsCaller.showing(caller.chainPem(), caller.privateKeyPem(), ca.trustBundle().pem())
              .limited(AutoPassthroughTest::asSidecars);
    }
  }

  @BeforeEach
  void reset() throws Exception {
    mesh.config().clearRules();
    mesh.config().rule("secrets.yaml", secrets(HIDDEN));
    mesh.config().awaitSeenBy(gateway.http());
  }

  @AfterAll
  void stop() throws IOException {
    mesh.close();
  }

  @Test
  void aSidecarOfAnotherNetworkCallsAServiceBehindIt() throws Throwable {
    mesh.config()
        .apply(
            """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: far, namespace: default}
            spec:
              hosts: [reviews.far.example]
              location: MESH_INTERNAL
              resolution: STATIC
              ports: [{number: 9080, name: http, protocol: HTTP}]
              endpoints: [{address: %s, ports: {http: %d}}]
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: far, namespace: default}
            spec:
              host: reviews.far.example
              trafficPolicy:
                tls:
                  mode: ISTIO_MUTUAL
                  sni: %s
                  subjectAltNames: [spiffe://cluster.local/ns/default/sa/reviews]
            """
                .formatted(gateway.address(), PORT, REVIEWS),
            client.http());
    Await.untilAsserted(
        () ->
            assertThat(client.http().get("reviews.far.example:9080", "/").backend())
                .isEqualTo("reviews-v1"));
    // End to end: the gateway in between is nobody to the server.
    assertThat(
            client
                .http()
                .get("reviews.far.example:9080", "/")
                .echo()
                .header("x-forwarded-client-cert"))
        .contains("URI=spiffe://cluster.local/ns/default/sa/client")
        .doesNotContain("east-west");
  }

  @Test
  void aServiceThatIsNotExportedIsNotReachedUntilItIs() throws Throwable {
    Await.untilAsserted(() -> assertThat(get(REVIEWS)).isEqualTo(200));
    refused(SECRETS);
    mesh.config().rule("secrets.yaml", secrets(""));
    Await.untilAsserted(() -> assertThat(get(SECRETS)).isEqualTo(200));
    mesh.config().rule("secrets.yaml", secrets(HIDDEN));
    Await.untilAsserted(() -> refused(SECRETS));
    assertThat(get(REVIEWS)).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "outbound_.9081_._.reviews.default.svc.cluster.local",
        "outbound_.9080_.v9_.reviews.default.svc.cluster.local",
        "outbound|9080||reviews.default.svc.cluster.local",
        "reviews.default.svc.cluster.local",
        "outbound_.9080_._.outside.local",
        "outbound_.9080_._.elsewhere.example",
        "outbound_.9080_._.secrets.default.svc.cluster.local",
        "BlackHoleCluster",
        "xds-grpc",
      })
  void nothingElseCanBeNamed(String sni) throws Throwable {
    Await.untilAsserted(() -> assertThat(get(REVIEWS)).isEqualTo(200));
    refused(sni);
  }

  @Test
  void whoIsNotOfTheMeshIsPassedOnAndRefusedByTheServer() throws Throwable {
    Await.untilAsserted(() -> assertThat(get(REVIEWS)).isEqualTo(200));
    int before = reviews.backend().received().size();
    TlsCaller stranger = TlsCaller.trustingAll().limited(AutoPassthroughTest::asSidecars);
    assertThatThrownBy(() -> stranger.get(edge(), REVIEWS)).isInstanceOf(IOException.class);
    assertThat(reviews.backend().received()).hasSize(before);
  }

  private static void asSidecars(SSLParameters parameters) {
    parameters.setApplicationProtocols(new String[] {"istio-http/1.1", "istio"});
  }

  private int get(String sni) throws Exception {
    return ofMesh.get(edge(), sni).status();
  }

  private void refused(String sni) {
    assertThatThrownBy(() -> get(sni)).isInstanceOf(IOException.class);
  }

  private HostAndPort edge() {
    return HostAndPort.fromParts(gateway.address(), PORT);
  }

  private String gateway() {
    return """
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: east-west, namespace: default}
        spec:
          selector: {app: east-west}
          servers:
          - port: {number: %d, protocol: TLS, name: tls}
            bind: %s
            hosts: ["*.local"]
            tls: {mode: AUTO_PASSTHROUGH}
        ---
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: outside, namespace: default}
        spec:
          hosts: [outside.local]
          location: MESH_EXTERNAL
          resolution: STATIC
          ports: [{number: 9080, name: http, protocol: HTTP}]
          endpoints: [{address: %s}]
        ---
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: elsewhere, namespace: default}
        spec:
          hosts: [elsewhere.example]
          location: MESH_INTERNAL
          resolution: STATIC
          ports: [{number: 9080, name: http, protocol: HTTP}]
          endpoints: [{address: %s}]
        """
        .formatted(PORT, gateway.address(), reviews.address(), reviews.address());
  }

  private static String secrets(String annotations) {
    return """
        apiVersion: v1
        kind: Service
        metadata: {%sname: secrets, namespace: default}
        spec:
          selector: {app: secrets}
          ports: [{name: http, port: 9080}]
        """
        .formatted(annotations);
  }
}
