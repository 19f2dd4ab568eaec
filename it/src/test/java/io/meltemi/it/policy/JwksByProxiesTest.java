package io.meltemi.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import com.google.common.net.HostAndPort;
import io.meltemi.it.Await;
import io.meltemi.it.backend.Behaviour;
import io.meltemi.it.backend.HttpBackend;
import io.meltemi.it.backend.Received;
import io.meltemi.it.mesh.TestMesh;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** {@code --jwksFetch envoy}: proxies fetch the keys of issuers, through the mesh. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JwksByProxiesTest {

  private static final String USER = "\"iss\":\"published.test\",\"sub\":\"alice\"";

  private final TestMesh mesh = TestMesh.start("{}", "--jwksFetch", "envoy");
  private final HttpBackend server = mesh.closing(HttpBackend.start("keys", "127.0.0.1", 0));
  private final Tokens issuer = Tokens.of("k1");
  private final HostAndPort web;

  JwksByProxiesTest() throws Exception {
    mesh.service("web");
    web = HostAndPort.fromParts(mesh.server("web", "v1").address(), TestMesh.PORT);
    mesh.config()
        .write(
            "keys.yaml",
            """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: keys, namespace: default}
            spec:
              hosts: [keys.test]
              ports: [{number: 80, name: http, protocol: HTTP}]
              resolution: STATIC
              endpoints: [{address: 127.0.0.1, ports: {http: %d}}]
            """
                .formatted(server.address().getPort()));
  }

  @BeforeEach
  void reset() throws Exception {
    server.reset();
  }

  @AfterAll
  void stop() throws IOException {
    mesh.close();
  }

  /** Each test its own address, so that no proxy has its keys already. */
  private void published(String path, String fields) throws IOException {
    mesh.config()
        .write(
            "tokens.yaml",
            """
            apiVersion: security.istio.io/v1
            kind: RequestAuthentication
            metadata: {name: published, namespace: default}
            spec: {jwtRules: [{issuer: published.test, jwksUri: "http://keys.test/%s"%s}]}
            """
                .formatted(path, fields));
  }

  private int status(String token) throws Exception {
    return RawHttp.get("/").with("authorization", "Bearer " + token).send(web).status();
  }

  /** The rules of the tests before may still be asking. */
  private void awaitAsked(String target, int times) throws Exception {
    Await.until(
        "asked for " + target,
        () ->
            server.received().stream().map(Received::target).filter(target::equals).count()
                >= times);
  }

  private void awaitStatus(int status) throws Exception {
    Await.until("a good token gets " + status, () -> status(issuer.token(USER)) == status);
  }

  @Test
  void proxyFetchesKeysAndRefusesWhatTheyDoNotVerify() throws Exception {
    server.behave(_ -> new Behaviour.Reply(200, ImmutableMap.of(), issuer.keySet()));
    published("good", ", timeout: 2s");
    awaitAsked("/good", 1);
    String strangers = Tokens.of("k1").token(USER);
    // Where no rule is in effect yet, any token gets 200.
    Await.until("a stranger's token is refused", () -> status(strangers) == 401);
    awaitStatus(200);
    assertThat(status(strangers)).isEqualTo(401);
    assertThat(status(Tokens.unsigned(USER))).isEqualTo(401);
    assertThat(server.received())
        .as("by the proxy, under the service's name: istiod cannot find it")
        .allMatch(request -> request.header("host").equals("keys.test"));
  }

  @Test
  void withoutKeysTheProxyRefusesEveryTokenUntilThereAreSome() throws Exception {
    server.behave(Behaviour.status(500));
    published("late", "");
    awaitStatus(401);
    assertThat(status(Tokens.unsigned(USER))).isEqualTo(401);
    assertThat(RawHttp.get("/").send(web).status()).isEqualTo(200);
    server.behave(_ -> new Behaviour.Reply(200, ImmutableMap.of(), issuer.keySet()));
    awaitStatus(200);
  }

  @Test
  void rubbishVerifiesNothing() throws Exception {
    server.behave(_ -> new Behaviour.Reply(200, ImmutableMap.of(), "<html>"));
    published("rubbish", "");
    awaitStatus(401);
    assertThat(status(Tokens.unsigned(USER))).isEqualTo(401);
  }

  @Test
  void serverThatIsTooSlowIsAskedAgainAfterTheTimeoutOfTheRule() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try {
      server.behave(Behaviour.holding(release));
      published("slow", ", timeout: 100ms");
      awaitAsked("/slow", 2); // given up, and asked again
      assertThat(status(issuer.token(USER))).isEqualTo(401);
    } finally {
      release.countDown();
    }
  }

  /** A host that is no service of the mesh is istiod's to fetch from, with its rules. */
  @Test
  void addressOutsideOfTheMeshIsFetchedByIstiod() throws Exception {
    mesh.config()
        .write(
            "tokens.yaml",
            """
            apiVersion: security.istio.io/v1
            kind: RequestAuthentication
            metadata: {name: published, namespace: default}
            spec: {jwtRules: [{issuer: published.test, jwksUri: "http://127.0.0.1:%d/direct"}]}
            """
                .formatted(server.address().getPort()));
    awaitStatus(401);
    Await.until(
        "istiod says so",
        () -> mesh.istiod().page("/debug/diagnostics").contains("where keys are not fetched from"));
    assertThat(server.received()).extracting(Received::target).doesNotContain("/direct");
  }
}
