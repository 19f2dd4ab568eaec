package io.meltemi.istiod.feature;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.grpc.Status;
import io.meltemi.ca.SpiffeId;
import io.meltemi.ca.x509.MalformedPem;
import io.meltemi.ca.x509.Pem;
import io.meltemi.istiod.IdentityConfig;
import io.meltemi.istiod.xds.testing.Dial;
import io.meltemi.istiod.xds.testing.SotwXdsClient;
import io.meltemi.istiod.xds.testing.TestNodes;
import io.meltemi.istiod.xds.testing.XdsClient;
import io.meltemi.istiod.xds.testing.XdsResponse;
import io.meltemi.translator.bootstrap.CertificateTerms;
import io.meltemi.translator.xds.XdsType;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The door over TLS of a whole istiod: who gets in, and whose certificate they get. */
final class SecureDoorTest {

  private static final SpiffeId REVIEWS = new SpiffeId("cluster.local", "default", "reviews");

  @TempDir Path temp = Path.of("");

  @SuppressWarnings("NullAway.Init")
  private SecureMesh mesh;

  @BeforeEach
  void start() {
    mesh = SecureMesh.start(temp, config -> config);
  }

  @AfterEach
  void stop() {
    mesh.close();
  }

  @Test
  void aProxyWithATokenGetsItsOwnCertificateAndTheRoots() throws Exception {
    XdsClient client = mesh.delta(mesh.dialAs(REVIEWS), node());
    client.subscribe(XdsType.SECRET, "default", "ROOTCA");
    client.awaitComplete(XdsType.SECRET);
    assertThat(identity(client)).isEqualTo(REVIEWS.toString());
    assertThat(secret(client, "ROOTCA").getValidationContext().getTrustedCa().getInlineBytes())
        .isEqualTo(mesh.rootBytes());
  }

  @Test
  void stateOfTheWorldServesSecretsToo() throws Exception {
    SotwXdsClient client = mesh.stateOfTheWorld(mesh.dialAs(REVIEWS), node());
    client.subscribe(XdsType.SECRET, "default", "ROOTCA");
    client.awaitComplete(XdsType.SECRET);
    assertThat(identity(client)).isEqualTo(REVIEWS.toString());
  }

  @Test
  void aClientCertificateIsAsGoodAsAToken() throws Exception {
    XdsClient first = mesh.delta(mesh.dialAs(REVIEWS), node());
    first.subscribe(XdsType.SECRET, "default");
    first.awaitComplete(XdsType.SECRET);
    Secret own = secret(first, "default");
    Dial shown =
        mesh.dial()
            .withCertificate(
                own.getTlsCertificate().getCertificateChain().getInlineBytes().toStringUtf8(),
                own.getTlsCertificate().getPrivateKey().getInlineBytes().toStringUtf8());
    XdsClient second = mesh.delta(shown, node());
    second.subscribe(XdsType.SECRET, "default");
    second.awaitComplete(XdsType.SECRET);
    assertThat(identity(second)).isEqualTo(REVIEWS.toString());
    assertThat(leaf(second).getPublicKey()).isNotEqualTo(leaf(first).getPublicKey());
  }

  @Test
  void whoShowsNothingIsUnauthenticated() {
    assertThat(refused(mesh.dial()).getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
  }

  @Test
  void badTokensAreUnauthenticatedAndQuotedNowhere() {
    String good = mesh.token(REVIEWS, Duration.ofHours(1));
    List<String> bad =
        List.of(
            "junk",
            good.substring(0, good.length() - 4) + "AAAA",
            "eyJhbGciOiJub25lIn0.eyJzdWIiOiJzeXN0ZW06c2VydmljZWFjY291bnQ6ZGVmYXVsdDpyZXZpZXdzIn0.",
            "x".repeat(20_000));
    for (String token : bad) {
      Status status = refused(mesh.dial().withToken(token));
      assertThat(status.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
      assertThat(String.valueOf(status.getDescription())).doesNotContain(token);
    }
  }

  @Test
  void aTokenTooLargeForAnyHeaderIsRefusedAndOthersGoOn() {
    XdsClient healthy = mesh.delta(mesh.dialAs(REVIEWS), node());
    healthy.subscribe(XdsType.SECRET, "default");
    healthy.awaitComplete(XdsType.SECRET);
    assertThat(refused(mesh.dial().withToken("x".repeat(200_000))).isOk()).isFalse();
    healthy.subscribe(XdsType.SECRET, "ROOTCA");
    healthy.awaitComplete(XdsType.SECRET);
  }

  @Test
  void aNodeOfAnotherNamespaceOrAccountIsDenied() {
    for (var node :
        List.of(
            TestNodes.known("other", "reviews-v1", "reviews"),
            TestNodes.known("default", "reviews-v1", "ratings"))) {
      XdsClient client = mesh.delta(mesh.dialAs(REVIEWS), node);
      client.subscribe(XdsType.CLUSTER);
      assertThat(client.awaitEnd().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
      assertThat(client.responses()).isEmpty();
    }
  }

  @Test
  void overPlaintextThereAreNoSecrets() {
    XdsClient client = mesh.delta(mesh.plaintext(), node());
    client.subscribe(XdsType.SECRET, "default", "ROOTCA");
    assertThat(client.awaitResponses(XdsType.SECRET, 1).removed())
        .containsExactlyInAnyOrder("default", "ROOTCA");
    assertThat(client.resources(XdsType.SECRET)).isEmpty();
  }

  @Test
  void aProxyThatComesBackKeepsItsCertificateEvenAfterARestart() {
    XdsClient first = mesh.delta(mesh.dialAs(REVIEWS), node());
    first.subscribe(XdsType.SECRET, "default", "ROOTCA");
    first.awaitComplete(XdsType.SECRET);
    var known = first.versions(XdsType.SECRET);
    first.close();
    mesh.restart();
    var second = mesh.delta(mesh.dialAs(REVIEWS), node());
    second.resubscribe(XdsType.SECRET, known, "default", "ROOTCA");
    // The next answer is to what comes after it.
    second.subscribe(XdsType.SECRET, "nothing");
    assertThat(second.awaitResponses(XdsType.SECRET, 1).names()).isEmpty();
    assertThat(mesh.counted("meltemi_workload_certs_kept")).isEqualTo(1);
    assertThat(mesh.counted("meltemi_workload_certs_issued")).isZero();
    // Asked for once more, it comes in full.
    second.unsubscribe(XdsType.SECRET, "default");
    second.subscribe(XdsType.SECRET, "default");
    second.await("a certificate", () -> second.resources(XdsType.SECRET).containsKey("default"));
  }

  @Test
  void theVersionOfAnotherIdentityIsNotBelieved() {
    XdsClient first = mesh.delta(mesh.dialAs(REVIEWS), node());
    first.subscribe(XdsType.SECRET, "default");
    first.awaitComplete(XdsType.SECRET);
    SpiffeId ratings = new SpiffeId("cluster.local", "default", "ratings");
    var second = mesh.delta(mesh.dialAs(ratings), TestNodes.known("default", "r", "ratings"));
    second.resubscribe(XdsType.SECRET, first.versions(XdsType.SECRET), "default");
    second.await("a certificate", () -> second.resources(XdsType.SECRET).containsKey("default"));
  }

  @Test
  void certificatesAreRenewedAtHalfOfTheirLife() throws Exception {
    mesh.close();
    mesh = SecureMesh.start(temp.resolve("short"), SecureDoorTest::shortLived);
    XdsClient client = mesh.delta(mesh.dialAs(REVIEWS), node());
    client.subscribe(XdsType.SECRET, "default", "ROOTCA");
    X509Certificate before = leaf(client.awaitResponses(XdsType.SECRET, 1).resources());
    XdsResponse renewal = client.awaitResponses(XdsType.SECRET, 2);
    assertThat(renewal.names()).containsExactly("default");
    X509Certificate after = leaf(renewal.resources());
    assertThat(after.getSerialNumber()).isNotEqualTo(before.getSerialNumber());
    assertThat(after.getNotAfter()).isAfter(before.getNotAfter());
  }

  private static IdentityConfig shortLived(IdentityConfig config) {
    return config.withCertificateTtl(Duration.ofSeconds(4));
  }

  @ParameterizedTest
  @CsvSource({"60s, 60", "1s, 10", "rubbish, 86400", "-5s, 86400", "100000h, 7776000"})
  void aProxysSecretTtlIsHeededWithinTheLimits(String ttl, long seconds) throws Exception {
    XdsClient client =
        mesh.delta(mesh.dialAs(REVIEWS), TestNodes.with(node(), CertificateTerms.TTL, ttl));
    client.subscribe(XdsType.SECRET, "default", "ROOTCA");
    client.awaitComplete(XdsType.SECRET);
    assertThat(leaf(client).getNotAfter().toInstant())
        .isBetween(Instant.now().plusSeconds(seconds - 20), Instant.now().plusSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource({"0.9, 10", "7, 51", "rubbish, 51"})
  void aProxysGracePeriodRatioIsHeededIfItIsOne(String ratio, long percent) {
    XdsClient client =
        mesh.delta(
            mesh.dialAs(REVIEWS),
            TestNodes.with(node(), CertificateTerms.GRACE_PERIOD_RATIO, ratio));
    client.subscribe(XdsType.SECRET, "default");
    client.awaitComplete(XdsType.SECRET);
    String version = String.valueOf(client.versions(XdsType.SECRET).get("default"));
    long renewal = Long.parseLong(version.substring(0, version.indexOf('-')));
    assertThat(renewal - Instant.now().getEpochSecond())
        .isBetween(percent * 864 * 8 / 10, percent * 864 * 12 / 10);
  }

  @Test
  void debugPagesAndMetricsShowNoKey() {
    XdsClient client = mesh.delta(mesh.dialAs(REVIEWS), node());
    client.sync();
    client.subscribe(XdsType.SECRET, "default", "ROOTCA");
    client.awaitComplete(XdsType.SECRET);
    for (String page : mesh.allPages()) {
      assertThat(page).doesNotContain("PRIVATE KEY");
    }
  }

  @Test
  void othersSeeOfTheDebugPagesWhatTheyMay() {
    XdsClient client = mesh.delta(mesh.dialAs(REVIEWS), node());
    client.sync();
    String dump = "/debug/config_dump?proxyID=reviews-v1.default";
    String system = tokenOf("istio-system");
    String own = tokenOf("default");
    String other = tokenOf("other");
    for (String path : List.of("/debug/syncz", "/debug/connections", "/debug/configz", dump)) {
      assertThat(mesh.askRemotely(path, "")).startsWith("HTTP/1.1 401");
      assertThat(mesh.askRemotely(path, "junk")).startsWith("HTTP/1.1 401");
      assertThat(mesh.askRemotely(path, system)).startsWith("HTTP/1.1 200");
    }
    assertThat(mesh.askRemotely(dump, own)).startsWith("HTTP/1.1 200");
    assertThat(mesh.askRemotely(dump, other)).startsWith("HTTP/1.1 404");
    assertThat(mesh.askRemotely("/debug/connections", own)).contains("reviews-v1.default");
    assertThat(mesh.askRemotely("/debug/connections", other))
        .startsWith("HTTP/1.1 200")
        .doesNotContain("reviews-v1");
    assertThat(mesh.askRemotely("/debug/configz", own)).startsWith("HTTP/1.1 403");
  }

  private String tokenOf(String namespace) {
    return mesh.token(new SpiffeId("cluster.local", namespace, "somebody"), Duration.ofHours(1));
  }

  private Status refused(Dial dial) {
    XdsClient client = mesh.delta(dial, node());
    client.subscribe(XdsType.CLUSTER);
    return client.awaitEnd();
  }

  private static io.envoyproxy.envoy.config.core.v3.Node node() {
    return TestNodes.known("default", "reviews-v1", "reviews");
  }

  private static Secret secret(XdsClient client, String name)
      throws InvalidProtocolBufferException {
    return secret(client.resources(XdsType.SECRET), name);
  }

  private static Secret secret(Map<String, Any> secrets, String name)
      throws InvalidProtocolBufferException {
    Any held = secrets.get(name);
    if (held == null) {
      throw new AssertionError("the client has no secret " + name);
    }
    return held.unpack(Secret.class);
  }

  private static X509Certificate leaf(XdsClient client)
      throws InvalidProtocolBufferException, MalformedPem {
    return leaf(client.resources(XdsType.SECRET));
  }

  private static X509Certificate leaf(Map<String, Any> secrets)
      throws InvalidProtocolBufferException, MalformedPem {
    return Pem.certificates(
            secret(secrets, "default")
                .getTlsCertificate()
                .getCertificateChain()
                .getInlineBytes()
                .toStringUtf8())
        .getFirst();
  }

  private static String identity(XdsClient client)
      throws InvalidProtocolBufferException, MalformedPem, CertificateParsingException {
    return leaf(client).getSubjectAlternativeNames().iterator().next().get(1).toString();
  }
}
