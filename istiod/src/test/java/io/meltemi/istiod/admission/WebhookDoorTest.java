package io.meltemi.istiod.admission;

import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.meltemi.istiod.IdentityConfig;
import io.meltemi.istiod.IstiodConfig;
import io.meltemi.istiod.IstiodServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What strangers can do at 15017, and that API servers are answered all the while. */
@Timeout(120)
final class WebhookDoorTest {

  private static final String REVIEW =
      """
      {"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1", "request": {"uid": "u1",
       "namespace": "shop", "operation": "CREATE", "object": {"apiVersion": "v1", "kind": "Pod",
        "metadata": {"name": "web"}, "spec": {"containers": [{"name": "web", "image": "web"}]}}}}
      """;

  private static final String DEEP_YAML = "concurrency: " + "[".repeat(100_000);
  private static final String DEEP_JSON = "{\"a\":".repeat(100_000);

  /** Ten to the ninth of them. */
  private static final String ALIASES = aliases();

  @TempDir static Path temp;

  private static IstiodServer istiod;
  private static HttpClient client;

  @BeforeAll
  static void start() throws Exception {
    Path folder = Files.createDirectories(temp.resolve("mesh"));
    Path state = Files.createDirectories(temp.resolve("state"));
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    istiod =
        new IstiodServer(
            IstiodConfig.onFreePorts(folder)
                .withIdentity(IdentityConfig.of(any, state).withServerNames(List.of("localhost")))
                .withAdmission(AdmissionConfig.onFreePort()));
    istiod.start();
    client =
        HttpClient.newBuilder()
            .sslContext(trusting(state.resolve("root-cert.pem")))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    while (send("/validate", "application/json", BodyPublishers.ofString("{}")) == 503) {
      Thread.onSpinWait();
    }
  }

  @AfterAll
  static void stop() {
    client.close();
    istiod.close();
  }

  private static String aliases() {
    StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
      String alias = "*a" + (i - 1);
      text.append("a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", nCopies(10, alias))));
    }
    return text.toString();
  }

  private static SSLContext trusting(Path pem) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(pem)) {
      store.setCertificateEntry(
          "root", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static HttpRequest.Builder request(String path, String type) {
    return HttpRequest.newBuilder(URI.create("https://localhost:" + istiod.httpsPort() + path))
        .timeout(Duration.ofSeconds(30))
        .header("Content-Type", type);
  }

  private static int send(String path, String type, BodyPublisher body)
      throws IOException, InterruptedException {
    return client
        .send(request(path, type).POST(body).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static void answersApiServers() throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            request("/inject", "application/json").POST(BodyPublishers.ofString(REVIEW)).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"uid\":\"u1\"", "\"allowed\":true", "JSONPatch");
  }

  @Test
  void aReviewIsAnswered() throws Exception {
    answersApiServers();
  }

  @Test
  void whatIsNoReviewIsRefusedWith4xx() throws Exception {
    assertThat(send("/inject", "application/json", BodyPublishers.ofString("no"))).isEqualTo(400);
    assertThat(send("/inject", "text/plain", BodyPublishers.ofString(REVIEW))).isEqualTo(415);
    assertThat(send("/inject", "x", BodyPublishers.ofString(REVIEW))).isEqualTo(415);
    assertThat(send("/other", "application/json", BodyPublishers.ofString(REVIEW))).isEqualTo(404);
    assertThat(
            client
                .send(
                    request("/inject", "application/json").GET().build(),
                    HttpResponse.BodyHandlers.discarding())
                .statusCode())
        .isEqualTo(405);
    answersApiServers();
  }

  @Test
  void deepJsonIsRefused() throws Exception {
    String deep = REVIEW.replace("{\"name\": \"web\"}", "[".repeat(100_000) + "]".repeat(100_000));
    assertThat(send("/validate", "application/json", BodyPublishers.ofString(deep))).isEqualTo(400);
    answersApiServers();
  }

  /** A review is JSON, whatever it says of itself. */
  @Test
  void yamlIsNoReview() throws Exception {
    for (String bomb : List.of(ALIASES, DEEP_YAML)) {
      assertThat(send("/validate", "application/json", BodyPublishers.ofString(bomb)))
          .isEqualTo(400);
    }
    assertThat(send("/validate", "application/yaml", BodyPublishers.ofString(ALIASES)))
        .isEqualTo(415);
    answersApiServers();
  }

  /** The one place where a review brings YAML. */
  @Test
  void yamlInAnAnnotationIsRefusedWithAReason() throws Exception {
    for (String bomb : List.of(ALIASES, DEEP_YAML, DEEP_JSON)) {
      String metadata =
          "{\"name\": \"web\", \"annotations\": {\"proxy.istio.io/config\": "
              + new ObjectMapper().writeValueAsString(bomb)
              + "}}";
      String review = REVIEW.replace("{\"name\": \"web\"}", metadata);
      HttpResponse<String> answer =
          client.send(
              request("/inject", "application/json").POST(BodyPublishers.ofString(review)).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body())
          .contains("\"allowed\":false", "proxy.istio.io/config")
          .hasSizeLessThan(2_000);
    }
    answersApiServers();
  }

  /** The connection is closed on the sender; it may or may not get to see why. */
  @Test
  void aHundredMegabytesAreNotRead() throws Exception {
    byte[] chunk = new byte[1 << 20];
    java.util.Arrays.fill(chunk, (byte) ' ');
    BodyPublisher body = BodyPublishers.ofByteArrays(nCopies(100, chunk));
    try {
      assertThat(send("/inject", "application/json", body)).isEqualTo(413);
    } catch (IOException e) {
      assertThat(e).isNotNull();
    }
    answersApiServers();
  }

  @Test
  void whoShowsNoTlsIsSentAway() throws Exception {
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), istiod.httpsPort())) {
      plain.setSoTimeout(10_000);
      OutputStream out = plain.getOutputStream();
      out.write("POST /inject HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
      assertThat(plain.getInputStream().readAllBytes()).hasSizeLessThan(64);
    }
  }

  @Test
  void idleAndSlowCallersKeepNobodyFromBeingAnswered() throws Exception {
    List<Socket> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 300; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), istiod.httpsPort());
        idle.add(socket);
        if (i % 2 == 0) {
          // The beginning of a handshake that does not go on.
          socket.getOutputStream().write(new byte[] {22, 3, 1});
          socket.getOutputStream().flush();
        }
      }
      answersApiServers();
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  @Test
  void istiodsOwnNameIsVerifiable() {
    assertThatThrownBy(
            () ->
                HttpClient.newHttpClient()
                    .send(
                        request("/inject", "application/json").GET().build(),
                        HttpResponse.BodyHandlers.discarding()))
        .isInstanceOf(IOException.class);
  }
}
