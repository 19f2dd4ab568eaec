package io.meltemi.istiod.feature;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.meltemi.ca.SpiffeId;
import io.meltemi.istiod.IdentityConfig;
import io.meltemi.istiod.IstiodConfig;
import io.meltemi.istiod.IstiodServer;
import io.meltemi.istiod.access.SecretAccess;
import io.meltemi.istiod.token.LocalTokens;
import io.meltemi.istiod.xds.testing.DeltaXdsClient;
import io.meltemi.istiod.xds.testing.Dial;
import io.meltemi.istiod.xds.testing.SotwXdsClient;
import io.meltemi.istiod.xds.testing.XdsClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An istiod with a folder of its own and a CA, its tokens, and the clients that come with them. */
final class SecureMesh implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path temp;
  private final UnaryOperator<IdentityConfig> identity;
  private final SecretAccess access;
  private final LocalTokens tokens;
  private final List<XdsClient> clients = new ArrayList<>();
  private IstiodServer server;

  private SecureMesh(Path temp, UnaryOperator<IdentityConfig> identity, SecretAccess access)
      throws IOException {
    this.temp = temp;
    this.identity = identity;
    this.access = access;
    Files.createDirectories(temp.resolve("config"));
    this.tokens = new LocalTokens(state());
    this.server = serve();
  }

  static SecureMesh start(Path temp, UnaryOperator<IdentityConfig> identity) {
    return start(temp, identity, SecretAccess.OF_OWN_NAMESPACE);
  }

  static SecureMesh start(Path temp, SecretAccess access) {
    return start(temp, config -> config, access);
  }

  private static SecureMesh start(
      Path temp, UnaryOperator<IdentityConfig> identity, SecretAccess access) {
    try {
      return new SecureMesh(temp, identity, access);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private IstiodServer serve() throws IOException {
    IdentityConfig known =
        IdentityConfig.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), state());
    IstiodServer started =
        new IstiodServer(
            IstiodConfig.onFreePorts(temp.resolve("config"))
                .withIdentity(identity.apply(known))
                .withSecretAccess(access));
    started.start();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!started.isReady()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("istiod does not get ready");
      }
      Thread.onSpinWait();
    }
    return started;
  }

  /** A new istiod with the same state. */
  void restart() {
    server.close();
    try {
      server = serve();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts a file into the folder, or another in its place. */
  void write(String name, String yaml) {
    try {
      Path written = Files.writeString(temp.resolve("written"), yaml);
      Files.move(written, temp.resolve("config").resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete(String name) {
    try {
      Files.delete(temp.resolve("config").resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path state() {
    return temp.resolve("state");
  }

  Path roots() {
    return state().resolve("root-cert.pem");
  }

  ByteString rootBytes() {
    try {
      return ByteString.copyFrom(Files.readAllBytes(roots()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String token(SpiffeId account, Duration ttl) {
    return tokens.sign(account, ttl);
  }

  Dial dial() {
    return Dial.tls("127.0.0.1:" + server.secureGrpcPort(), roots());
  }

  Dial dialAs(SpiffeId account) {
    return dial().withToken(token(account, Duration.ofHours(1)));
  }

  Dial plaintext() {
    return Dial.plaintext("127.0.0.1:" + server.grpcPort());
  }

  DeltaXdsClient delta(Dial dial, Node node) {
    DeltaXdsClient client = XdsClient.delta(dial, node);
    clients.add(client);
    return client;
  }

  SotwXdsClient stateOfTheWorld(Dial dial, Node node) {
    SotwXdsClient client = XdsClient.stateOfTheWorld(dial, node);
    clients.add(client);
    return client;
  }

  IstiodServer server() {
    return server;
  }

  long counted(String meter) {
    return server.meters().counted(meter);
  }

  /** Every page that istiod shows, with what it shows of every proxy. */
  List<String> allPages() {
    List<String> paths = new ArrayList<>(List.of("/metrics"));
    Matcher listed = Pattern.compile("\"([^\"]*)\"").matcher(get("/debug/list"));
    while (listed.find()) {
      paths.add("/debug/" + listed.group(1));
    }
    server
        .proxies()
        .connected()
        .forEach(proxy -> paths.add("/debug/config_dump?proxyID=" + proxy.node().id()));
    return paths.stream().map(this::get).collect(ImmutableList.toImmutableList());
  }

  /** Asks as somebody on another machine does; empty: without a token. */
  String askRemotely(String path, String token) {
    String authorization = token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n";
    String request =
        "GET "
            + path
            + " HTTP/1.1\r\nHost: istiod.example\r\n"
            + authorization
            + "Connection: close\r\n\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.monitoringPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String get(String path) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + server.monitoringPort() + path);
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    clients.forEach(XdsClient::close);
    tokens.close();
    server.close();
  }
}
