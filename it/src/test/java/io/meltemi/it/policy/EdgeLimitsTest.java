package io.meltemi.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import io.meltemi.it.Await;
import io.meltemi.it.backend.RawBackend;
import io.meltemi.it.mesh.TestMesh;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much one client may ask of a gateway: Envoy's advice for proxies at the edge. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EdgeLimitsTest {

  private static final int PATIENCE_MILLIS = 10_000;
  private static final String STRICT = "profile: EDGE";

  /** RFC 9113, 6.5.2. */
  private static final int MAX_CONCURRENT_STREAMS = 3;

  private static final int INITIAL_WINDOW_SIZE = 4;
  private static final byte SETTINGS = 4;

  private final TestMesh mesh = TestMesh.start("{}");
  private final TestMesh.Client gateway;
  private final HostAndPort edge;
  private int settings;

  EdgeLimitsTest() throws Exception {
    RawBackend app = mesh.closing(RawBackend.start("127.0.0.1"));
    gateway = mesh.gateway("edge");
    mesh.config().write("edge.yaml", PolicyObjects.edge(gateway.address(), app.address()));
    edge = HostAndPort.fromParts(gateway.address(), TestMesh.GATEWAY_PORT);
  }

  @BeforeEach
  void usual() throws Exception {
    settings("");
    Await.until("requests are served", () -> RawHttp.get("/").send(edge).status() == 200);
  }

  @AfterAll
  void stop() throws IOException {
    mesh.close();
  }

  /** The inside of {@code connectionSettings}, in effect when this returns. */
  private void settings(String said) throws Exception {
    int number = ++settings;
    mesh.meshConfig(
        """
        accessLogFile: /dev/null
        accessLogFormat: "settings-%d\\n"
        defaultConfig: {connectionSettings: {%s}}
        """
            .formatted(number, said));
    Await.until("the gateway has settings " + number, () -> dump().contains("settings-" + number));
  }

  private String dump() throws Exception {
    return gateway.envoy().awaitLive(Await.PATIENCE).get("/config_dump?resource=dynamic_listeners");
  }

  @Test
  void aRequestHasAtMostAHundredHeaders() throws Exception {
    assertThat(withHeaders(80).send(edge).status()).isEqualTo(200);
    assertThat(withHeaders(101).send(edge).status()).isEqualTo(431);
  }

  private static RawHttp withHeaders(int number) {
    RawHttp request = RawHttp.get("/");
    for (int i = 0; i < number; i++) {
      request = request.with("x-" + i, "a");
    }
    return request;
  }

  @Test
  void theHeadersOfARequestAreSixtyKibibytesAtMost() throws Exception {
    assertThat(RawHttp.get("/").with("x", "a".repeat(50_000)).send(edge).status()).isEqualTo(200);
    int refused;
    try {
      refused = RawHttp.get("/").with("x", "a".repeat(70_000)).send(edge).status();
    } catch (IOException _) {
      refused = 431; // cut off while still writing
    }
    assertThat(refused).isEqualTo(431);
  }

  /** Of HTTP/2, as its SETTINGS tell a client. */
  @Test
  void aConnectionHasAHundredStreamsAndSmallWindows() throws Exception {
    assertThat(announced())
        .containsEntry(MAX_CONCURRENT_STREAMS, 100L)
        .containsEntry(INITIAL_WINDOW_SIZE, 65_536L);
    settings("httpMaxConcurrentStreams: 7, http2InitialStreamWindowSize: 131072");
    assertThat(announced())
        .containsEntry(MAX_CONCURRENT_STREAMS, 7L)
        .containsEntry(INITIAL_WINDOW_SIZE, 131_072L);
  }

  private Map<Integer, Long> announced() throws IOException {
    try (Socket socket = new Socket(edge.getHost(), edge.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket
          .getOutputStream()
          .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(new byte[] {0, 0, 0, SETTINGS, 0, 0, 0, 0, 0});
      DataInputStream in = new DataInputStream(socket.getInputStream());
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      assertThat(in.readByte()).as("the first frame").isEqualTo(SETTINGS);
      in.skipNBytes(5);
      Map<Integer, Long> settings = new TreeMap<>();
      for (int read = 0; read < length; read += 6) {
        settings.put(in.readUnsignedShort(), Integer.toUnsignedLong(in.readInt()));
      }
      return settings;
    }
  }

  /** What is not finished in time is answered, and the connection ends. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "httpRequestHeadersTimeout: 1s | GET / HTTP/1.1",
        "httpRequestTimeout: 1s        | POST / HTTP/1.1~host: a~content-length: 10~~",
        "httpStreamIdleTimeout: 1s     | POST / HTTP/1.1~host: a~content-length: 10~~",
      })
  void requestsThatDoNotComeToAnEndAreNotWaitedFor(String said, String begun) throws Exception {
    settings(said);
    assertThat(answerTo(begun)).startsWith("HTTP/1.1 408 ");
  }

  @Test
  void idleConnectionsAreClosed() throws Exception {
    settings("httpIdleTimeout: 1s");
    assertThat(answerTo("")).isEmpty();
  }

  @Test
  void oneConnectionMoreThanAllowedIsClosed() throws Exception {
    settings("listenerConnectionLimit: 2");
    try (Socket first = connected();
        Socket second = connected()) {
      assertThat(answered(first)).isTrue();
      assertThat(answered(second)).isTrue();
      try (Socket third = connected()) {
        assertThat(answered(third)).isFalse();
      }
      assertThat(answered(first)).as("the others go on").isTrue();
    }
    Await.until(
        "there is room again",
        () -> {
          try (Socket next = connected()) {
            return answered(next);
          }
        });
  }

  private Socket connected() throws IOException {
    Socket socket = new Socket(edge.getHost(), edge.getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  /** Whether a request on this connection is answered rather than the connection closed. */
  private static boolean answered(Socket socket) throws IOException {
    try {
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nhost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] answer = new byte[65_536];
      return socket.getInputStream().read(answer) > 0;
    } catch (SocketException _) {
      return false; // closed while still writing
    }
  }

  @Test
  void whatIsBufferedForServersIsBoundedToo() throws Exception {
    settings("clusterPerConnectionBufferLimitBytes: 40000");
    Await.until("clusters have it", () -> clusters().contains("_limit_bytes\": 40000"));
    settings(STRICT);
    Await.until("clusters have another", () -> clusters().contains("_limit_bytes\": 32768"));
  }

  private String clusters() throws Exception {
    return gateway
        .envoy()
        .awaitLive(Await.PATIENCE)
        .get("/config_dump?resource=dynamic_active_clusters");
  }

  /** To what is written before the connection is closed by the other side. */
  private String answerTo(String begun) throws IOException {
    try (Socket socket = new Socket(edge.getHost(), edge.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket
          .getOutputStream()
          .write(begun.replace("~", "\r\n").getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** These are too long to wait for. */
  @Test
  void headersHaveAMinuteAndAtTheStrictEdgeTheRestIsBoundedToo() throws Exception {
    assertThat(dump()).contains("\"request_headers_timeout\": \"60s\"");
    settings(STRICT);
    assertThat(dump())
        .contains("\"request_headers_timeout\": \"60s\"")
        .contains("\"request_timeout\": \"300s\"")
        .contains("\"stream_idle_timeout\": \"300s\"")
        .contains("\"idle_timeout\": \"3600s\"")
        .contains("\"per_connection_buffer_limit_bytes\": 32768");
  }

  @Test
  void theStrictEdgeTakesNoHeadersWithUnderscoresAndOneSpellingOfAPath() throws Exception {
    settings(STRICT);
    assertThat(RawHttp.get("/").with("x_user", "a").send(edge).status()).isEqualTo(400);
    assertThat(RawHttp.get("//a///b").send(edge).seen()).startsWith("GET /a/b ");
    RawHttp.Answer redirect = RawHttp.get("/a%2Fb").send(edge);
    assertThat(redirect.status()).isEqualTo(307);
    assertThat(redirect.body()).contains("location: /a/b");
  }
}
