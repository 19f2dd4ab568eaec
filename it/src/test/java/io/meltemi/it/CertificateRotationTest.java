package io.meltemi.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meltemi.ca.authority.RotationRequest;
import io.meltemi.istiod.proxy.EnvoyAdmin;
import io.meltemi.it.mesh.Call;
import io.meltemi.it.mesh.Load;
import io.meltemi.it.mesh.TestMesh;
import io.meltemi.it.mesh.TestMesh.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Certificates, roots and tokens change under load, a new connection with every request. */
final class CertificateRotationTest {

  private static final Call CALL = Call.get("reviews:9080", "/");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Everybody must show a certificate, and each request needs a handshake of its own. */
  private static final String STRICT =
      """
      apiVersion: security.istio.io/v1
      kind: PeerAuthentication
      metadata: {name: default, namespace: default}
      spec:
        mtls: {mode: STRICT}
      ---
      apiVersion: networking.istio.io/v1
      kind: DestinationRule
      metadata: {name: reviews, namespace: default}
      spec:
        host: reviews
        trafficPolicy:
          connectionPool: {http: {maxRequestsPerConnection: 1}}
      """;

  @Test
  void certificatesThatLiveSecondsFailNoRequest() throws Exception {
    try (Pair pair = Pair.start(Options.istiodFlags("--workloadCertTTL", "10s"));
        Load load = Load.on(pair.client().http(), CALL)) {
      long renewed = pair.renewals();
      Await.until(
          "five renewals of both", Duration.ofMinutes(2), () -> pair.renewals() >= renewed + 5);
      assertThat(load.failures()).isEmpty();
      assertThat(load.succeeded()).isGreaterThan(100);
      assertNoKeyIsSaid(pair.mesh());
    }
  }

  @Test
  void theRootChangesTwiceAndNoRequestFails() throws Exception {
    Options quick =
        Options.istiodFlags(
            "--workloadCertTTL", "10s", "--maxWorkloadCertTTL", "10s", "--rootRotationWait", "1s");
    try (Pair pair = Pair.start(quick)) {
      TestMesh mesh = pair.mesh();
      try (Load load = Load.on(pair.client().http(), CALL)) {
        for (int round = 1; round <= 2; round++) {
          String old = signer(mesh);
          RotationRequest.BEGIN.leaveIn(mesh.stateDir());
          Await.until("another root signs", Duration.ofMinutes(2), () -> !signer(mesh).equals(old));
          Await.until(
              "the old root is retired",
              Duration.ofMinutes(2),
              () -> authority(mesh).path("roots").size() == 1);
          load.awaitMore(100);
        }
        assertThat(load.failures()).isEmpty();
      }
      // Proxies find back to an istiod whose certificate comes from a root that they did not begin
      // with.
      mesh.istiod().kill9();
      mesh.restartIstiod();
      mesh.istiod().awaitReady();
      mesh.config().awaitSeenBy(pair.client().http());
      assertNoKeyIsSaid(mesh);
    }
  }

  @Test
  void istiodMayBeAwayPastHalfOfACertificatesLife() throws Exception {
    Options quick =
        Options.istiodFlags("--workloadCertTTL", "60s").withTokenTtl(Duration.ofSeconds(4));
    try (Pair pair = Pair.start(quick);
        Load load = Load.on(pair.client().http(), CALL)) {
      Instant born = Instant.now();
      pair.mesh().istiod().kill9();
      Await.until(
          "more than half of a life is over",
          Duration.ofMinutes(1),
          () -> Instant.now().isAfter(born.plusSeconds(31)));
      pair.mesh().restartIstiod();
      pair.mesh().istiod().awaitReady();
      Await.until(
          "the first certificates have ended",
          Duration.ofMinutes(1),
          () -> Instant.now().isAfter(born.plusSeconds(62)));
      load.awaitMore(100);
      assertThat(load.failures()).isEmpty();
    }
  }

  /** A client and a server with sidecars, and each request is a handshake. */
  private record Pair(TestMesh mesh, TestMesh.Server server, TestMesh.Client client)
      implements AutoCloseable {

    static Pair start(Options options) throws Exception {
      TestMesh mesh = TestMesh.start(options);
      mesh.service("reviews");
      TestMesh.Server server = mesh.server("reviews", "v1");
      TestMesh.Client client = mesh.client("client");
      mesh.config().write("strict.yaml", STRICT);
      mesh.config().awaitSeenBy(client.http());
      Await.until("the first answer", () -> client.http().call(CALL).status() == 200);
      return new Pair(mesh, server, client);
    }

    /** How often the slower of the two has got a new certificate. */
    long renewals() throws Exception {
      return Math.min(
          renewals(server.envoy().awaitLive(Await.PATIENCE)),
          renewals(client.envoy().awaitLive(Await.PATIENCE)));
    }

    private static long renewals(EnvoyAdmin admin) throws Exception {
      return admin.stats("ssl_context_update_by_sds$").values().stream()
          .mapToLong(Long::longValue)
          .max()
          .orElse(0);
    }

    @Override
    public void close() throws IOException {
      mesh.close();
    }
  }

  private static JsonNode authority(TestMesh mesh) throws Exception {
    return JSON.readTree(mesh.istiod().page("/debug/authority"));
  }

  private static String signer(TestMesh mesh) throws Exception {
    return authority(mesh).path("issuer").path("serial").asText();
  }

  /** Whoever reads logs and pages must not become a workload. */
  private static void assertNoKeyIsSaid(TestMesh mesh) throws Exception {
    for (JsonNode name : JSON.readTree(mesh.istiod().page("/debug/list"))) {
      String path = "/debug/" + name.asText();
      assertThat(mesh.istiod().page(path)).as(path).satisfies(Keys::areAbsent);
    }
    assertThat(mesh.istiod().metrics()).satisfies(Keys::areAbsent);
    try (Stream<Path> files = Files.walk(mesh.root())) {
      List<Path> logs =
          files.filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".log")).toList();
      assertThat(logs).hasSizeGreaterThan(2);
      for (Path log : logs) {
        assertThat(Files.readString(log)).as(log.toString()).satisfies(Keys::areAbsent);
      }
    }
  }

  private static final class Keys {

    /** How PEM and its Base64, at each of three offsets, begin a key. */
    private static final List<String> SIGNS =
        List.of("PRIVATE KEY", "UFJJVkFURSBLRV", "BSSVZBVEUgS0VZ", "QUklWQVRFIEtFW");

    static void areAbsent(String text) {
      for (String sign : SIGNS) {
        assertThat(text.contains(sign)).as(sign).isFalse();
      }
    }
  }
}
