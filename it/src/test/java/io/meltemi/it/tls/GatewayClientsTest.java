package io.meltemi.it.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.it.mesh.TlsCaller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whose certificates a gateway takes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GatewayClientsTest {

  private static final String ALICE = "spiffe://shop.example/ns/outside/sa/alice";
  private static final String BOB = "spiffe://shop.example/ns/outside/sa/bob";

  private final EdgeMesh edge = EdgeMesh.start();
  private final Pki others = Pki.named("others");
  private final Issued alice = edge.pki().issue(ALICE, "alice.shop.example");
  private final Issued bob = edge.pki().issue(BOB, "bob.shop.example");
  private final TlsCaller asAlice = edge.showing(alice);
  private final TlsCaller asBob = edge.showing(bob);
  private final TlsCaller asStranger = edge.showing(others.issue(ALICE));
  private final TlsCaller asNobody = edge.anonymous();

  GatewayClientsTest() throws Exception {}

  @BeforeEach
  void reset() throws IOException {
    edge.reset();
  }

  @AfterAll
  void stop() throws IOException {
    edge.close();
  }

  @Test
  void mutualTakesWhomTheCompanyHasSigned() throws Throwable {
    EdgeMesh.Site site = edge.site("mode: MUTUAL", edge.roots("site-cacert"));
    assertThat(site.awaitServed(asAlice).body()).contains("URI=" + ALICE);
    site.refuses(asStranger);
    site.refuses(asNobody);
  }

  @Test
  void optionalMutualTakesNoneButNoWrongOne() throws Throwable {
    EdgeMesh.Site site = edge.site("mode: OPTIONAL_MUTUAL", edge.roots("site-cacert"));
    assertThat(site.awaitServed(asAlice).body()).contains("URI=" + ALICE);
    assertThat(site.get(asNobody).body()).doesNotContain("URI=spiffe://shop");
    site.refuses(asStranger);
  }

  @Test
  void whoeverTheSecretsListRevokesIsRefusedFromThenOn() throws Throwable {
    String none = edge.pki().revoking();
    EdgeMesh.Site site =
        edge.site("mode: MUTUAL", EdgeMesh.roots("site-cacert", edge.pki().rootPem(), none));
    site.awaitServed(asAlice);
    site.awaitServed(asBob);
    edge.serve(
        site.host(),
        "mode: MUTUAL, credentialName: site",
        site.certificate().secret("site"),
        EdgeMesh.roots("site-cacert", edge.pki().rootPem(), edge.pki().revoking(bob)));
    site.awaitRefused(asBob);
    assertThat(site.get(asAlice).status()).isEqualTo(200);
  }

  @Test
  void theListMayBeInTheSecretOfTheCertificateToo() throws Throwable {
    String host = edge.newHost();
    Issued certificate = edge.pki().issue(host);
    edge.serve(
        host,
        "mode: MUTUAL, credentialName: site",
        certificate.secret(
            "site", ", " + EdgeMesh.rootsEntries(edge.pki().rootPem(), edge.pki().revoking(bob))));
    EdgeMesh.Site site = new EdgeMesh.Site(edge, host, certificate);
    site.awaitServed(asAlice);
    // Secrets come after listeners: for a moment the list of another test may hold.
    site.awaitRefused(asBob);
    site.refuses(asNobody);
  }

  @Test
  void pinsLetInTheVeryKeyOrCertificate() throws Throwable {
    EdgeMesh.Site keys =
        edge.site(
            "mode: MUTUAL, verifyCertificateSpki: [\"" + alice.spki() + "\"]",
            edge.roots("site-cacert"));
    keys.awaitServed(asAlice);
    keys.refuses(asBob);

    EdgeMesh.Site hashes =
        edge.site(
            "mode: MUTUAL, verifyCertificateHash: [\"" + bob.hash() + "\"]",
            edge.roots("site-cacert"));
    hashes.awaitServed(asBob);
    hashes.refuses(asAlice);

    EdgeMesh.Site either =
        edge.site(
            "mode: MUTUAL, verifyCertificateSpki: [\""
                + alice.spki()
                + "\"], verifyCertificateHash: [\""
                + bob.hash()
                + "\"]",
            edge.roots("site-cacert"));
    either.awaitServed(asAlice);
    either.awaitServed(asBob);
    either.refuses(edge.showing(edge.pki().issue(ALICE)));
  }

  @Test
  void namesLetInWhoHasOneOfThem() throws Throwable {
    EdgeMesh.Site uris =
        edge.site("mode: MUTUAL, subjectAltNames: [\"" + ALICE + "\"]", edge.roots("site-cacert"));
    uris.awaitServed(asAlice);
    uris.refuses(asBob);

    EdgeMesh.Site names =
        edge.site(
            "mode: MUTUAL, subjectAltNames: [carol.shop.example, bob.shop.example]",
            edge.roots("site-cacert"));
    names.awaitServed(asBob);
    names.refuses(asAlice);
  }

  @Test
  void rootsMayHaveASecretOfTheirOwnName() throws Throwable {
    EdgeMesh.Site site =
        edge.site(
            "mode: MUTUAL, caCertCredentialName: clients",
            EdgeMesh.roots("clients", others.rootPem(), ""),
            edge.roots("site-cacert"));
    site.awaitServed(asStranger);
    site.refuses(asAlice);
  }

  @Test
  void rootsMayBeInAConfigMapAndNamesMayBeInFull() throws Throwable {
    String host = edge.newHost();
    Issued certificate = edge.pki().issue(host);
    edge.serve(
        host,
        "mode: MUTUAL, credentialName: \"kubernetes-gateway://default/site\", caCertCredentialName:"
            + " clients",
        certificate.secret("site"),
        """
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: clients, namespace: default}
        data:
          ca.crt: |
        """
            + edge.pki().rootPem().indent(4));
    EdgeMesh.Site site = new EdgeMesh.Site(edge, host, certificate);
    site.awaitServed(asAlice);
    site.refuses(asStranger);
    site.refuses(asNobody);
  }

  @Test
  void withoutVerificationAnyCertificateWillDoButNoneWillNot() throws Throwable {
    EdgeMesh.Site site = edge.site("mode: MUTUAL, insecureSkipVerify: true");
    site.awaitServed(asStranger);
    site.refuses(asNobody);
  }

  @Test
  void everythingMayBeFiles() throws Throwable {
    String host = edge.newHost();
    Path folder = edge.mesh().root();
    Issued certificate = edge.pki().issue(host);
    certificate.write(folder, "server");
    Files.writeString(folder.resolve("roots.pem"), edge.pki().rootPem());
    Files.writeString(folder.resolve("list.crl"), edge.pki().revoking(bob));
    edge.serve(
        host,
        "mode: MUTUAL, serverCertificate: %1$s/server.crt, privateKey: %1$s/server.key, caCertificates: %1$s/roots.pem, caCrl: %1$s/list.crl"
            .formatted(folder),
        "");
    EdgeMesh.Site site = new EdgeMesh.Site(edge, host, certificate);
    site.awaitServed(asAlice);
    site.refuses(asBob);
    site.refuses(asStranger);
    site.refuses(asNobody);
  }
}
