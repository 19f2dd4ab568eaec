package io.meltemi.istiod.feature;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableSortedSet;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.grpc.Status;
import io.meltemi.ca.SpiffeId;
import io.meltemi.ca.authority.CaOptions;
import io.meltemi.ca.authority.CertificateAuthority;
import io.meltemi.ca.authority.IssuedIdentity;
import io.meltemi.istiod.xds.testing.Inquirer;
import io.meltemi.istiod.xds.testing.TestNodes;
import io.meltemi.istiod.xds.testing.XdsClient;
import io.meltemi.translator.xds.XdsType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Keys and tokens of every kind are used, well and badly, with all loggers at their most talkative;
 * then none of them may stand in a log line, in a stack trace or on a page.
 */
final class NoKeyAnywhereTest {

  private static final SpiffeId EDGE = new SpiffeId("cluster.local", "shop", "edge");
  private static final String CERT = "kubernetes://edge-cert";

  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{12,}");

  @TempDir Path temp = Path.of("");

  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final List<String> secrets = new ArrayList<>();

  @BeforeEach
  void listen() {
    lines.start();
    root.addAppender(lines);
    root.setLevel(Level.TRACE);
  }

  @AfterEach
  void stopListening() {
    root.detachAppender(lines);
    root.setLevel(Level.INFO);
  }

  @Test
  void noKeyAndNoTokenIsSaidAnywhere() throws Exception {
    List<String> said = new ArrayList<>();
    try (SecureMesh mesh = SecureMesh.start(temp, config -> config)) {
      IssuedIdentity good = shop();
      IssuedIdentity other = shop();
      mesh.write("good.yaml", secret("edge-cert", good.chainPem(), good.privateKeyPem()));
      mesh.write("cut.yaml", secret("cut", good.chainPem(), cut(other.privateKeyPem())));
      mesh.write("swapped.yaml", secret("swapped", other.privateKeyPem(), other.chainPem()));
      mesh.write("not-its-own.yaml", secret("foreign", good.chainPem(), shop().privateKeyPem()));
      mesh.write("broken.yaml", secret("broken", good.chainPem(), "x") + "  oops: [");
      mesh.write("gateway.yaml", gateway());
      secrets.add(body(good.privateKeyPem()));
      secrets.add(body(other.privateKeyPem()));
      String token = mesh.token(EDGE, Duration.ofHours(1));
      secrets.add(token.substring(token.lastIndexOf('.') + 1));

      XdsClient gateway =
          mesh.delta(mesh.dial().withToken(token), TestNodes.gateway("shop", "edge", "edge"));
      gateway.sync();
      gateway.subscribe(XdsType.SECRET, CERT, "default", "ROOTCA");
      gateway.awaitComplete(XdsType.SECRET);
      secrets.add(body(key(gateway, "default")));
      assertThat(key(gateway, CERT)).isEqualTo(good.privateKeyPem());
      refuses(mesh);
      XdsClient stranger =
          mesh.delta(mesh.dial().withToken(token + "x"), TestNodes.gateway("shop", "edge", "edge"));
      stranger.subscribe(XdsType.CLUSTER);
      assertThat(stranger.awaitEnd().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);

      keysOf(temp.resolve("state"));
      for (String bad : List.of("shop/cut", "shop/swapped", "shop/foreign")) {
        gateway.await("a word on " + bad, () -> isLogged(bad));
      }
      said.addAll(mesh.allPages());
      try (Inquirer istioctl =
          Inquirer.open(mesh.dialAs(new SpiffeId("cluster.local", "istio-system", "someone")))) {
        said.add(
            istioctl
                .ask("istio.io/debug/config_dump", "edge.shop")
                .toByteString()
                .toString(StandardCharsets.ISO_8859_1));
      }
    }
    for (ILoggingEvent line : logged()) {
      said.add(line.getFormattedMessage());
      if (line.getThrowableProxy() instanceof ch.qos.logback.classic.spi.ThrowableProxy thrown) {
        said.add(Throwables.getStackTraceAsString(thrown.getThrowable()));
      }
    }
    said.addAll(said.stream().flatMap(NoKeyAnywhereTest::decoded).toList());
    assertThat(said.toString()).contains("edge.shop", "shop/swapped", "listener", "[redacted]");
    assertThat(said).filteredOn(text -> text.contains("BEGIN CERTIFICATE")).hasSizeGreaterThan(1);
    assertThat(secrets).hasSizeGreaterThan(5).allMatch(secret -> secret.length() >= 20);
    secrets.add("PRIVATE KEY");
    assertThat(
            said.stream()
                .flatMap(String::lines)
                .filter(line -> secrets.stream().anyMatch(line::contains)))
        .isEmpty();
  }

  /** JSON has bytes in base64, and a key in it is base64 of base64. */
  private static Stream<String> decoded(String text) {
    return BASE64
        .matcher(text)
        .results()
        .map(found -> found.group().substring(0, found.group().length() / 4 * 4))
        .map(found -> new String(Base64.getDecoder().decode(found), StandardCharsets.ISO_8859_1));
  }

  private boolean isLogged(String text) {
    return logged().stream().anyMatch(line -> line.getFormattedMessage().contains(text));
  }

  /** Under the lock that the appender holds while it adds to its list. */
  private List<ILoggingEvent> logged() {
    synchronized (lines) {
      return List.copyOf(lines.list);
    }
  }

  /** As Envoy does that cannot use a certificate; its words are written down. */
  private static void refuses(SecureMesh mesh) {
    XdsClient refusing = mesh.delta(mesh.dialAs(EDGE), TestNodes.gateway("shop", "edge-2", "edge"));
    refusing.refuseAll(XdsType.SECRET, "Failed to load certificate chain from <inline>");
    refusing.subscribe(XdsType.SECRET, "default");
    refusing.awaitResponses(XdsType.SECRET, 1);
    refusing.subscribe(XdsType.CLUSTER);
    refusing.awaitResponses(XdsType.CLUSTER, 1);
  }

  /** Of the CA, and of its tokens. */
  private void keysOf(Path state) throws IOException {
    try (Stream<Path> files = Files.walk(state)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file);
        if (text.contains("PRIVATE KEY")) {
          secrets.add(body(text.substring(text.indexOf("-----BEGIN PRIVATE KEY"))));
        }
      }
    }
    secrets.add(Files.readString(state.resolve("token-key")).strip());
  }

  /** A line of base64 from the middle, which is of no other key. */
  private static String body(String pem) {
    return pem.lines().skip(2).findFirst().orElseThrow().substring(0, 40);
  }

  private static String cut(String pem) {
    return pem.substring(0, pem.length() - 60);
  }

  private static String key(XdsClient client, String name) throws IOException {
    var held = client.resources(XdsType.SECRET).get(name);
    if (held == null) {
      throw new AssertionError("no secret " + name);
    }
    return held.unpack(Secret.class)
        .getTlsCertificate()
        .getPrivateKey()
        .getInlineBytes()
        .toStringUtf8();
  }

  private IssuedIdentity shop() {
    try (CertificateAuthority shop =
        CertificateAuthority.selfSigned(
            temp.resolve("shop"), CaOptions.of("shop.example"), InstantSource.system())) {
      return shop.issueServer(ImmutableSortedSet.of("shop.example"));
    }
  }

  private static String secret(String name, String chain, String key) {
    return """
        apiVersion: v1
        kind: Secret
        metadata: {name: %s, namespace: shop}
        type: kubernetes.io/tls
        data: {tls.crt: %s, tls.key: %s}
        """
        .formatted(name, encoded(chain), encoded(key));
  }

  private static String encoded(String pem) {
    return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
  }

  private static String gateway() {
    return """
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: edge, namespace: shop}
        spec:
          selector: {app: edge}
          servers:
          - port: {number: 8443, protocol: HTTPS, name: https}
            hosts: [shop.example]
            tls: {mode: SIMPLE, credentialName: edge-cert}
        """;
  }
}
