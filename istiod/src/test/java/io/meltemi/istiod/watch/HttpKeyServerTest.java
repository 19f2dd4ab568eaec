package io.meltemi.istiod.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpKeyServerTest {

  private static final String KEYS = "{\"keys\":[{\"kty\":\"RSA\"}]}";

  private HttpServer server;
  private HttpKeyServer keys;

  HttpKeyServerTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    keys = new HttpKeyServer(AllowedAddresses.parse("127.0.0.1"), Duration.ofSeconds(4));
  }

  @BeforeEach
  void start() {
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  @AfterEach
  void stop() {
    keys.close();
    server.stop(0);
  }

  private String at(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private void serve(String path, String body) {
    server.createContext(path, exchange -> answer(exchange, body));
  }

  private static void answer(HttpExchange exchange, String body) throws IOException {
    try (exchange) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private void redirect(String path, String to) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            exchange.getResponseHeaders().add("location", to);
            exchange.sendResponseHeaders(302, -1);
          }
        });
  }

  @Test
  void documentsAreFetched() throws IOException {
    serve("/keys", KEYS);
    assertThat(keys.fetch(at("/keys"))).isEqualTo(KEYS);
  }

  @Test
  void keysOfAnIssuerAreDiscovered() throws IOException {
    serve("/keys", KEYS);
    serve("/.well-known/openid-configuration", "{\"jwks_uri\":\"" + at("/keys") + "\"}");
    assertThat(keys.fetch(at("/.well-known/openid-configuration"))).isEqualTo(KEYS);
  }

  @Test
  void redirectsAreFollowedToAllowedAddressesOnly() throws IOException {
    serve("/keys", KEYS);
    redirect("/moved", at("/keys"));
    redirect("/metadata", "http://169.254.169.254/latest/meta-data/");
    HttpServer neighbour = HttpServer.create(new InetSocketAddress("127.0.0.2", 0), 0);
    neighbour.createContext("/keys", exchange -> answer(exchange, KEYS));
    neighbour.start();
    redirect("/neighbour", "http://127.0.0.2:" + neighbour.getAddress().getPort() + "/keys");
    redirect("/file", "file:///etc/passwd");
    redirect("/round", at("/round"));
    assertThat(keys.fetch(at("/moved"))).isEqualTo(KEYS);
    for (String refused : new String[] {"/metadata", "/neighbour", "/file", "/round"}) {
      assertThatThrownBy(() -> keys.fetch(at(refused))).isInstanceOf(IOException.class);
    }
    neighbour.stop(0);
  }

  /** The one that a mistake makes, and the one that somebody means. */
  @Test
  void redirectsWithoutEndAreFollowedAFewTimes() {
    AtomicInteger asked = new AtomicInteger();
    server.createContext(
        "/on",
        exchange -> {
          try (exchange) {
            String next = at("/on/" + asked.incrementAndGet());
            exchange.getResponseHeaders().set("Location", next);
            exchange.sendResponseHeaders(302, -1);
          }
        });
    assertThatThrownBy(() -> keys.fetch(at("/on"))).isInstanceOf(IOException.class);
    assertThat(asked).hasValueLessThan(10);
  }

  @Test
  void nearAddressesAreRefusedByWhateverName() {
    try (HttpKeyServer strict =
        new HttpKeyServer(AllowedAddresses.DEFAULT, Duration.ofSeconds(1))) {
      for (String host :
          new String[] {
            "127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1"
          }) {
        assertThatThrownBy(
                () -> strict.fetch("http://" + host + ":" + server.getAddress().getPort() + "/k"))
            .as(host)
            .isInstanceOf(IOException.class);
      }
      assertThatThrownBy(() -> strict.fetch(at("/keys"))).hasMessageContaining("--jwksAllow");
    }
  }

  @Test
  void hugeAnswersAreCutOff() {
    serve("/huge", "a".repeat(2_000_000));
    assertThatThrownBy(() -> keys.fetch(at("/huge"))).hasMessageContaining("longer than");
  }

  @Test
  void serversThatDripAreLeft() {
    server.createContext(
        "/drip",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 200; i++) {
              exchange.getResponseBody().write(' ');
              exchange.getResponseBody().flush();
              TimeUnit.MILLISECONDS.sleep(100);
            }
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });
    long start = System.nanoTime();
    assertThatThrownBy(() -> keys.fetch(at("/drip"))).isInstanceOf(IOException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(16));
  }

  @Test
  void onlyHttpIsSpoken() {
    for (String address :
        new String[] {
          "file:///etc/passwd", "ftp://a.b/", "//a", "http://", "http://u:p@a.b/", "::"
        }) {
      assertThatThrownBy(() -> keys.fetch(address))
          .as(address)
          .isInstanceOf(IOException.class)
          .hasMessageContaining(" is no ");
    }
  }
}
