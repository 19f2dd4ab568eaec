package io.meltemi.istiod.door;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.MediaType;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a connection may not do to a door of pages, and that others are answered meanwhile. */
final class WebDoorTest implements WebSite {

  private static final ByteString LARGE = ByteString.copyFrom(new byte[64 * 1024 * 1024]);

  private final List<Socket> sockets = new ArrayList<>();
  private final CountDownLatch slow = new CountDownLatch(1);
  private WebDoor door = new WebDoor(any(), StrangerLimits.PAGES, this);

  @AfterEach
  void close() throws IOException {
    slow.countDown();
    for (Socket socket : sockets) {
      socket.close();
    }
    door.close();
  }

  @Override
  public int maxBody(String path) {
    return path.equals("/body") ? 1000 : 0;
  }

  @Override
  public Optional<WebAnswer> quickly(WebRequest request) {
    return request.path().equals("/ready")
        ? Optional.of(WebAnswer.text(200, "ready\n"))
        : Optional.empty();
  }

  @Override
  public WebAnswer answer(WebRequest request) {
    return switch (request.path()) {
      case "/slow" -> waited();
      case "/large" -> new WebAnswer(200, MediaType.OCTET_STREAM, LARGE);
      case "/failing" -> throw new IllegalStateException("on purpose");
      default -> WebAnswer.text(200, request.path() + " " + request.body().size() + "\n");
    };
  }

  private WebAnswer waited() {
    try {
      slow.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return WebAnswer.text(200, "at last\n");
  }

  @Test
  void requestsOfOneConnectionAreAnsweredInTurn() throws IOException {
    open();
    Socket socket = socket();
    send(socket, get("/ready") + get("/a%20b?c=d") + get("/ready"));
    assertThat(status(socket)).isEqualTo("200 ready\n");
    assertThat(status(socket)).isEqualTo("200 /a b 0\n");
    assertThat(status(socket)).isEqualTo("200 ready\n");
  }

  @Test
  void aBodyIsTakenUpToItsBound() throws IOException {
    open();
    assertThat(ask(post("/body", 1000))).isEqualTo("200 /body 1000\n");
    assertThat(ask(post("/body", 1001))).startsWith("413");
    assertThat(ask(post("/ready", 1))).startsWith("413");
    Socket socket = socket();
    send(socket, "POST /body HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    send(socket, ("400\r\n" + "x".repeat(1024) + "\r\n").repeat(2));
    assertThat(status(socket)).startsWith("413");
  }

  @Test
  void whatIsNoRequestIsRefused() throws IOException {
    open();
    assertThat(ask("GET / HTTP/1.1\r\nA: " + "x".repeat(40_000) + "\r\n\r\n")).startsWith("400");
    assertThat(ask("GET /" + "x".repeat(10_000) + " HTTP/1.1\r\nHost: a\r\n\r\n"))
        .startsWith("400");
    assertThat(ask("GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n")).startsWith("400");
    assertThat(ask("\u0001\u0002\r\n\r\n")).startsWith("400");
    assertThat(ask(get("/failing"))).startsWith("500").doesNotContain("on purpose");
  }

  /** Each by another slow way, and more than there are threads. */
  @Test
  void whoAsksSlowlyIsShownOutAndHoldsNobodyUp() throws IOException {
    door = new WebDoor(any(), StrangerLimits.PAGES.withPatience(Duration.ofSeconds(3)), this);
    open();
    List<Socket> attackers = new ArrayList<>();
    for (String beginning : List.of("", "G", "GET /ready HTTP/1.1\r\nHost: a\r\n")) {
      for (int i = 0; i < 15; i++) {
        Socket socket = socket();
        send(socket, beginning);
        attackers.add(socket);
      }
    }
    assertThat(ask(get("/ready"))).isEqualTo("200 ready\n");
    for (Socket each : attackers) {
      each.setSoTimeout(10_000); // before anything else would end it
      assertThat(each.getInputStream().readAllBytes()).isEmpty();
    }
  }

  @Test
  void whoDoesNotReadHoldsNobodyUp() throws IOException {
    open();
    for (int i = 0; i < 10; i++) {
      send(socket(), get("/large"));
    }
    assertThat(ask(get("/small"))).startsWith("200");
  }

  @Test
  void istiodSaysThatItLivesWhenAllThreadsAreTaken() throws IOException {
    open();
    for (int i = 0; i < 50; i++) {
      send(socket(), get("/slow"));
    }
    assertThat(ask(get("/ready"))).isEqualTo("200 ready\n");
  }

  @Test
  void moreThanMayWaitAreToldSo() throws IOException {
    open();
    List<Socket> all = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      Socket socket = i % 2 == 0 ? socket() : socketFrom(another());
      send(socket, get("/slow"));
      all.add(socket);
    }
    long end = System.nanoTime() + 20_000_000_000L;
    while (answered(all).size() < 120 - 2 - 64) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
    for (Socket each : answered(all)) {
      assertThat(status(each)).startsWith("503");
    }
  }

  private static List<Socket> answered(List<Socket> asking) throws IOException {
    List<Socket> answered = new ArrayList<>();
    for (Socket each : asking) {
      if (each.getInputStream().available() > 0) {
        answered.add(each);
      }
    }
    return answered;
  }

  @Test
  void oneAddressMayNotCrowdOutTheOthers() throws IOException {
    open();
    for (int i = 0; i <= StrangerLimits.PAGES.strangers(); i++) {
      socketFrom(another());
    }
    assertThat(ask(get("/ready"))).isEqualTo("200 ready\n");
  }

  private static InetAddress another() throws IOException {
    return InetAddress.getByName("127.0.0.3");
  }

  private static InetSocketAddress any() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private void open() throws IOException {
    door.open();
  }

  private Socket socket() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), door.port());
    socket.setSoTimeout(20_000);
    sockets.add(socket);
    return socket;
  }

  private Socket socketFrom(InetAddress address) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), door.port(), address, 0);
    socket.setSoTimeout(20_000);
    sockets.add(socket);
    return socket;
  }

  private String ask(String request) throws IOException {
    Socket socket = socket();
    send(socket, request);
    return status(socket);
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
  }

  private static String post(String path, int bytes) {
    return "POST "
        + path
        + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
        + bytes
        + "\r\n\r\n"
        + "x".repeat(bytes);
  }

  /** The status and the body of one answer. */
  private static String status(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      assertThat(next).as("the next byte after " + head).isNotNegative();
      head.append((char) next);
    }
    String length = head.toString().replaceAll("(?s).*content-length: ([0-9]+).*", "$1");
    String body = new String(in.readNBytes(Integer.parseInt(length)), US_ASCII);
    return head.substring(9, 12) + " " + body;
  }
}
