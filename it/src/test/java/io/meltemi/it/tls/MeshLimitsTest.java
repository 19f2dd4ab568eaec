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
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** {@code meshMTLS} and {@code tlsDefaults} of mesh config, between sidecars and with others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MeshLimitsTest {

  private static final String LIMITS =
      """
      meshMTLS: {minProtocolVersion: TLSV1_3, ecdhCurves: [P-384]}
      tlsDefaults: {minProtocolVersion: TLSV1_3, ecdhCurves: [P-521]}
      """;

  private static final String OLDER =
      """
      meshMTLS: {cipherSuites: [ECDHE-ECDSA-AES128-GCM-SHA256, nonsense], ecdhCurves: [P-256, P-0]}
      tlsDefaults: {cipherSuites: [ECDHE-ECDSA-AES256-GCM-SHA384]}
      """;

  private static final String[] SHORT = {"secp256r1", "x25519"};

  private final EdgeMesh edge = EdgeMesh.start(LIMITS);
  private final TestMesh.Client client = edge.mesh().client("client");
  private final IssuedIdentity identity;

  MeshLimitsTest() throws Exception {
    try (CertificateAuthority ca =
        CertificateAuthority.selfSigned(
            edge.mesh().stateDir(), CaOptions.of("cluster.local"), InstantSource.system())) {
      identity = ca.issue(new SpiffeId("cluster.local", "default", "x"), Duration.ofHours(1));
    }
  }

  @BeforeEach
  void reset() throws Throwable {
    edge.reset();
    edge.mesh().meshConfig(LIMITS);
    // What istiod reads after it has read this is told to proxies together with this.
    awaitServed(ofMesh().withGroups("secp384r1"));
  }

  @AfterAll
  void stop() throws IOException {
    edge.close();
  }

  @Test
  void sidecarsTakeTheMeshsVersionAndCurvesOnly() throws Throwable {
    TlsCaller caller = ofMesh();
    awaitServed(caller.withGroups("secp384r1"));
    refused(caller.withGroups(SHORT));
    refused(caller.speaking("TLSv1.2"));
    Await.untilAsserted(
        () -> assertThat(client.http().get("reviews:9080", "/").status()).isEqualTo(200));
  }

  @Test
  void cipherSuitesHoldForTls12AndNonsenseAmongThemCostsNobody() throws Throwable {
    edge.mesh().meshConfig(OLDER);
    TlsCaller caller = ofMesh();
    awaitServed(caller.withCipherSuites("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"));
    refused(caller.withCipherSuites("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"));
    refused(caller.withGroups("secp384r1"));
    EdgeMesh.Site site = edge.site("mode: SIMPLE");
    TlsCaller outside = edge.anonymous();
    site.awaitServed(outside.withCipherSuites("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"));
    site.refuses(outside.withCipherSuites("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"));
  }

  @Test
  void gatewaysTakeTheDefaultsUnlessAServerSaysOtherwise() throws Throwable {
    TlsCaller caller = edge.anonymous();
    EdgeMesh.Site usual = edge.site("mode: SIMPLE");
    usual.awaitServed(caller.withGroups("secp521r1"));
    usual.refuses(caller.withGroups(SHORT));
    usual.refuses(caller.withGroups("secp384r1"));
    usual.refuses(caller.speaking("TLSv1.2"));

    EdgeMesh.Site older = edge.site("mode: SIMPLE, minProtocolVersion: TLSV1_2");
    older.awaitServed(caller);
    assertThat(older.get(caller.speaking("TLSv1.2")).protocol()).isEqualTo("TLSv1.2");
    older.refuses(caller.withGroups(SHORT));
  }

  @Test
  void sidecarsOriginateWithTheDefaults() throws Throwable {
    Pki pki = edge.pki();
    OutsideService modern =
        OutsideService.start(edge.mesh(), "modern.example", pki.issue("modern.example"), pki);
    OutsideService old =
        OutsideService.start(
            edge.mesh(),
            "old.example",
            pki.issue("old.example"),
            pki,
            limits -> limits.setProtocols(new String[] {"TLSv1.2"}));
    Files.writeString(edge.mesh().root().resolve("roots.pem"), pki.rootPem());
    String tls = "mode: SIMPLE, caCertificates: " + edge.mesh().root().resolve("roots.pem");
    edge.mesh()
        .config()
        .apply(
            (modern.entry() + modern.rule(tls) + old.entry() + old.rule(tls))
                .substring("---\n".length()),
            client.http());
    Await.untilAsserted(
        () -> assertThat(client.http().get("modern.example:9080", "/").status()).isEqualTo(200));
    assertThat(client.http().get("old.example:9080", "/").status()).isEqualTo(503);
  }

  private TlsCaller ofMesh() throws Exception {
    return TlsCaller.showing(
            identity.chainPem(),
            identity.privateKeyPem(),
            Files.readString(edge.mesh().rootCertificate()))
        .limited(parameters -> parameters.setApplicationProtocols(new String[] {"istio-http/1.1"}));
  }

  private HostAndPort sidecar() {
    return HostAndPort.fromParts(edge.reviews().address(), TestMesh.PORT);
  }

  private void awaitServed(TlsCaller caller) throws Throwable {
    Await.untilAsserted(() -> assertThat(caller.get(sidecar(), "reviews").status()).isEqualTo(200));
  }

  private void refused(TlsCaller caller) {
    assertThatThrownBy(() -> caller.get(sidecar(), "reviews")).isInstanceOf(IOException.class);
  }
}
