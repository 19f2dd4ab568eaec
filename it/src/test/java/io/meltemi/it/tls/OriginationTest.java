package io.meltemi.it.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.it.Await;
import io.meltemi.it.backend.Received;
import io.meltemi.it.mesh.TestMesh;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A sidecar speaks TLS in place of its app, which calls in plaintext; no gateway is on the way. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OriginationTest {

  private static final String BOOKS = "books.example";
  private static final String IDENTITY = "spiffe://example/books";

  /** Selects the client's sidecar, without which a rule's {@code credentialName} is not for it. */
  private static final String FOR_CLIENT =
      """
        workloadSelector: {matchLabels: {app: client}}
      """;

  private final TestMesh mesh = TestMesh.start();
  private final Path folder = mesh.root();
  private final Pki pki = Pki.named("books");
  private final Issued server = pki.issue(BOOKS, IDENTITY);
  private final Issued own = pki.issue("client.example");
  private final OutsideService books = OutsideService.start(mesh, BOOKS, server, pki);
  private final OutsideService vault =
      OutsideService.mutual(mesh, "vault.example", pki.issue("vault.example"), pki);
  private final TestMesh.Client client = mesh.client("client");

  OriginationTest() throws Exception {
    Files.writeString(folder.resolve("roots.pem"), pki.rootPem());
    Files.writeString(folder.resolve("others.pem"), Pki.named("others").rootPem());
    Files.writeString(folder.resolve("none.crl"), pki.revoking());
    Files.writeString(folder.resolve("server.crl"), pki.revoking(server));
    own.write(folder, "own");
  }

  @BeforeEach
  void reset() throws IOException {
    mesh.config().clearRules();
  }

  @AfterAll
  void stop() throws IOException {
    mesh.close();
  }

  @Test
  void theServerIsAskedForByItsNameAndVerified() throws Throwable {
    apply(books.entry() + books.rule("mode: SIMPLE, caCertificates: " + file("roots.pem")));
    Await.untilAsserted(
        () -> {
          Received request = answer(books);
          assertThat(request.header("tls-sni")).isEqualTo(BOOKS);
          assertThat(request.header("tls-protocol")).isEqualTo("TLSv1.3");
          assertThat(request.header("tls-peer")).isEmpty();
        });
  }

  @Test
  void whoHasAnotherNameOrAnotherCaIsNotBelieved() throws Throwable {
    String roots = "mode: SIMPLE, caCertificates: " + file("roots.pem");
    apply(
        books.entry()
            + books.rule(roots + ", sni: " + BOOKS + ", subjectAltNames: [other.example]"));
    awaitRefusal(books);
    apply(books.entry() + books.rule("mode: SIMPLE, caCertificates: " + file("others.pem")));
    awaitRefusal(books);
    apply(books.entry() + books.rule("mode: SIMPLE")); // the system's roots
    awaitRefusal(books);
    OutsideService impostor =
        new OutsideService("papers.example", books.address(), books.backend());
    apply(impostor.entry() + impostor.rule(roots));
    awaitRefusal(impostor);
  }

  @Test
  void theNamesOfTheServiceEntryAreVerifiedWhereTheRuleHasNone() throws Throwable {
    String rule = books.rule("mode: SIMPLE, caCertificates: " + file("roots.pem"));
    apply(books.entry("  subjectAltNames: [" + IDENTITY + "]\n") + rule);
    awaitAnswer(books);
    apply(books.entry("  subjectAltNames: [spiffe://example/papers]\n") + rule);
    awaitRefusal(books);
    apply(
        books.entry("  subjectAltNames: [spiffe://example/papers]\n")
            + books.rule(
                "mode: SIMPLE, subjectAltNames: ["
                    + BOOKS
                    + "], caCertificates: "
                    + file("roots.pem")));
    awaitAnswer(books);
  }

  @Test
  void verificationIsSkippedOnlyWhenAskedFor() throws Throwable {
    String untrusted = "mode: SIMPLE, caCertificates: " + file("others.pem");
    apply(books.entry() + books.rule(untrusted + ", insecureSkipVerify: false"));
    awaitRefusal(books);
    apply(books.entry() + books.rule("mode: SIMPLE, insecureSkipVerify: true"));
    awaitAnswer(books);
  }

  @Test
  void aServerThatIsRevokedIsNotBelieved() throws Throwable {
    String roots = "mode: SIMPLE, caCertificates: " + file("roots.pem");
    apply(books.entry() + books.rule(roots + ", caCrl: " + file("none.crl")));
    awaitAnswer(books);
    apply(books.entry() + books.rule(roots + ", caCrl: " + file("server.crl")));
    awaitRefusal(books);
  }

  @Test
  void mutualShowsTheClientsCertificateOfFiles() throws Throwable {
    String roots = "caCertificates: " + file("roots.pem");
    apply(
        vault.entry()
            + vault.rule(
                "mode: MUTUAL, %s, clientCertificate: %s, privateKey: %s"
                    .formatted(roots, file("own.crt"), file("own.key"))));
    awaitPeer("CN=client.example");
    apply(vault.entry() + vault.rule("mode: SIMPLE, " + roots));
    awaitRefusal(vault);
  }

  @Test
  void aSecretHasBothAndIsReplacedWithoutARestart() throws Throwable {
    String rule = vault.rule("mode: MUTUAL, credentialName: own", FOR_CLIENT);
    String roots = ", " + EdgeMesh.rootsEntries(pki.rootPem(), "");
    apply(own.secret("own", roots) + vault.entry() + rule);
    awaitPeer("CN=client.example");
    Issued next = pki.issue("next.example");
    apply(next.secret("own", roots) + vault.entry() + rule);
    awaitPeer("CN=next.example");
  }

  @Test
  void theSecretsListOfTheRevokedIsHeeded() throws Throwable {
    String rule = books.rule("mode: SIMPLE, credentialName: trusted", FOR_CLIENT);
    String trusted = EdgeMesh.roots("trusted", pki.rootPem(), pki.revoking());
    apply(trusted + books.entry() + rule);
    awaitAnswer(books);
    apply(EdgeMesh.roots("trusted", pki.rootPem(), pki.revoking(server)) + books.entry() + rule);
    awaitRefusal(books);
  }

  @Test
  void aSecretThatIsRemovedIsUsedNoLonger() throws Throwable {
    String rule = vault.rule("mode: MUTUAL, credentialName: own", FOR_CLIENT);
    String secret = own.secret("own", ", " + EdgeMesh.rootsEntries(pki.rootPem(), ""));
    apply(secret + vault.entry() + rule);
    awaitAnswer(vault);
    apply(vault.entry() + rule);
    awaitRefusal(vault);
    Await.untilAsserted(() -> assertThat(diagnostics()).contains("there is no Secret default/own"));
    apply(secret + vault.entry() + rule);
    awaitAnswer(vault);
    Await.untilAsserted(() -> assertThat(diagnostics()).doesNotContain("there is no Secret"));
  }

  /** The server would take a client that shows nothing, and is believed whoever it is. */
  @Test
  void withoutItsSecretNobodyIsCalled() throws Throwable {
    String rule =
        books.rule("mode: MUTUAL, credentialName: own, insecureSkipVerify: true", FOR_CLIENT);
    apply(own.secret("own", "") + books.entry() + rule);
    awaitAnswer(books);
    apply(books.entry() + rule);
    awaitRefusal(books);
  }

  private String diagnostics() throws Exception {
    return mesh.istiod().page("/debug/diagnostics");
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private void apply(String documents) throws Exception {
    mesh.config().apply(documents.substring("---\n".length()), client.http());
  }

  private int status(OutsideService service) throws Exception {
    return client.http().get(service.host() + ":" + TestMesh.PORT, "/").status();
  }

  private Received answer(OutsideService service) throws Exception {
    return client.http().get(service.host() + ":" + TestMesh.PORT, "/").echo();
  }

  private void awaitAnswer(OutsideService service) throws Throwable {
    Await.untilAsserted(() -> assertThat(status(service)).isEqualTo(200));
  }

  /** What the test before has set may hold for a moment, and would be answered too. */
  private void awaitPeer(String subject) throws Throwable {
    Await.untilAsserted(() -> assertThat(answer(vault).header("tls-peer")).isEqualTo(subject));
  }

  private void awaitRefusal(OutsideService service) throws Throwable {
    Await.untilAsserted(() -> assertThat(status(service)).isEqualTo(503));
    int before = service.backend().received().size();
    assertThat(status(service)).isEqualTo(503);
    assertThat(service.backend().received()).hasSize(before);
  }
}
