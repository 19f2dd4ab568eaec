package io.meltemi.it.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import io.meltemi.ca.x509.KeyType;
import io.meltemi.it.Await;
import io.meltemi.it.mesh.TlsCaller;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Versions, cipher suites and kinds of certificates at a gateway. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GatewayLimitsTest {

  private static final String OF_ECDSA = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
  private static final String SHORTER_OF_ECDSA = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";

  private final EdgeMesh edge = EdgeMesh.start();
  private final Pki rsaPki = Pki.named("shop-rsa", KeyType.RSA2048);

  GatewayLimitsTest() throws Exception {}

  @BeforeEach
  void reset() throws IOException {
    edge.reset();
  }

  @AfterAll
  void stop() throws IOException {
    edge.close();
  }

  @Test
  void theNewestVersionIsSpokenUnlessItIsTheLowestOrTooHigh() throws Throwable {
    TlsCaller caller = edge.anonymous();
    EdgeMesh.Site any = edge.site("mode: SIMPLE");
    assertThat(any.awaitServed(caller).protocol()).isEqualTo("TLSv1.3");
    assertThat(any.get(caller.speaking("TLSv1.2")).protocol()).isEqualTo("TLSv1.2");

    EdgeMesh.Site newest = edge.site("mode: SIMPLE, minProtocolVersion: TLSV1_3");
    newest.awaitServed(caller);
    newest.refuses(caller.speaking("TLSv1.2"));

    EdgeMesh.Site older = edge.site("mode: SIMPLE, maxProtocolVersion: TLSV1_2");
    assertThat(older.awaitServed(caller).protocol()).isEqualTo("TLSv1.2");
    older.refuses(caller.speaking("TLSv1.3"));
  }

  @Test
  void versionsBeforeTls12AreSpokenOnlyWhenAskedFor() throws Throwable {
    String suites = "cipherSuites: [ECDHE-ECDSA-AES128-SHA, ECDHE-ECDSA-AES128-GCM-SHA256]";
    EdgeMesh.Site usual = edge.site("mode: SIMPLE, " + suites);
    usual.awaitServed(edge.anonymous());
    assertThat(speaksTls11(usual)).as("with suites that it could use").isFalse();

    EdgeMesh.Site ancient = edge.site("mode: SIMPLE, minProtocolVersion: TLSV1_1, " + suites);
    ancient.awaitServed(edge.anonymous());
    assertThat(speaksTls11(ancient)).isTrue();
  }

  private boolean speaksTls11(EdgeMesh.Site site) throws IOException {
    HostAndPort to = HostAndPort.fromParts(edge.gateway().address(), EdgeMesh.HTTPS);
    return RawHello.isAnswered(to, site.host(), RawHello.TLS_1_1);
  }

  @Test
  void onlyTheNamedCipherSuitesAreSpoken() throws Throwable {
    EdgeMesh.Site site =
        edge.site(
            "mode: SIMPLE, maxProtocolVersion: TLSV1_2,"
                + " cipherSuites: [ECDHE-ECDSA-AES256-GCM-SHA384]");
    assertThat(site.awaitServed(edge.anonymous()).cipherSuite()).isEqualTo(OF_ECDSA);
    site.refuses(edge.anonymous().withCipherSuites(SHORTER_OF_ECDSA));
  }

  @Test
  void ofSeveralCertificatesEachClientIsShownOneThatItCanVerify() throws Throwable {
    String host = edge.newHost();
    Issued elliptic = edge.pki().issue(host);
    Issued rsa = rsaPki.issue(KeyType.RSA2048, host);
    edge.serve(
        host,
        "mode: SIMPLE, credentialNames: [elliptic, rsa]",
        elliptic.secret("elliptic"),
        rsa.secret("rsa"));
    isShown(new EdgeMesh.Site(edge, host, elliptic), elliptic, rsa);
  }

  @Test
  void severalCertificatesMayBeFiles() throws Throwable {
    String host = edge.newHost();
    Issued elliptic = edge.pki().issue(host);
    Issued rsa = rsaPki.issue(KeyType.RSA2048, host);
    elliptic.write(edge.mesh().root(), "elliptic");
    rsa.write(edge.mesh().root(), "rsa");
    String folder = edge.mesh().root().toString();
    edge.serve(
        host,
        """
        mode: SIMPLE, tlsCertificates: [
        {serverCertificate: %1$s/elliptic.crt, privateKey: %1$s/elliptic.key},
        {serverCertificate: %1$s/rsa.crt, privateKey: %1$s/rsa.key}]"""
            .formatted(folder)
            .replace("\n", " "),
        "");
    isShown(new EdgeMesh.Site(edge, host, elliptic), elliptic, rsa);
  }

  private void isShown(EdgeMesh.Site site, Issued elliptic, Issued rsa) throws Throwable {
    TlsCaller caller = TlsCaller.trusting(edge.pki().rootPem() + rsaPki.rootPem());
    site.awaitServed(caller);
    Await.untilAsserted(
        () ->
            assertThat(
                    site.get(caller.withSignatures("rsa_pss_rsae_sha256", "rsa_pkcs1_sha256"))
                        .certificate())
                .isEqualTo(TlsCaller.leaf(rsa.certificatePem())));
    assertThat(site.get(caller.withSignatures("ecdsa_secp256r1_sha256")).certificate())
        .isEqualTo(TlsCaller.leaf(elliptic.certificatePem()));
  }
}
