package io.meltemi.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import io.meltemi.it.Await;
import io.meltemi.it.backend.Behaviour;
import io.meltemi.it.backend.HttpBackend;
import org.junit.jupiter.api.Test;

/** Keys that an issuer publishes, fetched by istiod: when they are there, and when they are not. */
final class KeyFetchTest {

  private static final String USER = "\"iss\":\"published.test\",\"sub\":\"alice\"";

  private final PolicyMesh mesh = PolicyMesh.shared();
  private final Tokens issuer = Tokens.of("k1");

  KeyFetchTest() throws Exception {}

  private static String published(String address) {
    return """
    apiVersion: security.istio.io/v1
    kind: RequestAuthentication
    metadata: {name: published, namespace: default}
    spec: {jwtRules: [{issuer: published.test, jwksUri: "%s"}]}
    """
        .formatted(address);
  }

  private int status(String token) throws Exception {
    return mesh.http(RawHttp.get("/").with("authorization", "Bearer " + token)).status();
  }

  @Test
  void keysAreFetchedAndKeptWhenTheirServerIsGone() throws Exception {
    HttpBackend server = HttpBackend.start("keys", "127.0.0.1", 0);
    server.behave(_ -> new Behaviour.Reply(200, ImmutableMap.of(), issuer.keySet()));
    String policy = published("http://" + server.address() + "/keys");
    mesh.apply(policy);
    Await.until("the keys are there", () -> status(issuer.token(USER)) == 200);
    assertThat(status(Tokens.of("k1").token(USER))).isEqualTo(401);
    server.close();
    mesh.apply(policy + "---\n" + PolicyMesh.policyYaml("other", "rules: [{}]"));
    assertThat(status(issuer.token(USER))).isEqualTo(200);
  }

  @Test
  void withoutAnAnswerEveryTokenIsRefusedUntilThereIsOne() throws Exception {
    HttpBackend server = mesh.mesh().closing(HttpBackend.start("keys", "127.0.0.1", 0));
    server.behave(Behaviour.status(500));
    mesh.apply(published("http://" + server.address() + "/keys"));
    assertThat(status(issuer.token(USER))).isEqualTo(401);
    assertThat(mesh.http(RawHttp.get("/")).status()).isEqualTo(200);
    Await.until(
        "istiod says so",
        () -> mesh.mesh().istiod().page("/debug/diagnostics").contains("the server answered 500"));
    server.behave(_ -> new Behaviour.Reply(200, ImmutableMap.of(), issuer.keySet()));
    Await.until("asked again", () -> status(issuer.token(USER)) == 200);
  }

  /** An issuer that publishes rubbish harms its own tokens, and no other policy. */
  @Test
  void rubbishIsNoKeySetAndStopsNoOtherPolicy() throws Exception {
    HttpBackend server = mesh.mesh().closing(HttpBackend.start("keys", "127.0.0.1", 0));
    for (String rubbish :
        new String[] {
          "<html>",
          "{\"keys\":[]}",
          "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}]}",
          "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AQAB\",\"y\":\"AQAB\"}]}"
        }) {
      server.behave(_ -> new Behaviour.Reply(200, ImmutableMap.of(), rubbish));
      String address = "http://" + server.address() + "/" + Integer.toHexString(rubbish.hashCode());
      mesh.apply(published(address));
      Await.until("it was fetched", () -> !server.received().isEmpty());
      server.reset();
      mesh.apply(
          published(address) + "---\n" + PolicyMesh.policyYaml("no", "action: DENY\nrules: [{}]"));
      assertThat(mesh.http(RawHttp.get("/")).status()).as(rubbish).isEqualTo(403);
      assertThat(status(issuer.token(USER))).as(rubbish).isEqualTo(401);
    }
  }

  @Test
  void istiodFetchesNothingFromMetadataServers() throws Exception {
    mesh.apply(published("http://169.254.169.254/latest/meta-data/keys"));
    assertThat(status(issuer.token(USER))).isEqualTo(401);
    Await.until(
        "istiod says so",
        () ->
            mesh.mesh()
                .istiod()
                .page("/debug/diagnostics")
                .contains("where keys are not fetched from"));
  }

  /** Without {@code jwksUri} the issuer is asked where its keys are (OpenID Connect Discovery). */
  @Test
  void keysAreFoundByTheDocumentOfTheIssuer() throws Exception {
    HttpBackend server = mesh.mesh().closing(HttpBackend.start("issuer", "127.0.0.1", 0));
    String address = "http://" + server.address();
    server.behave(
        request ->
            switch (request.target()) {
              case "/.well-known/openid-configuration" ->
                  new Behaviour.Reply(
                      200,
                      ImmutableMap.of(),
                      "{\"issuer\":\"" + address + "\",\"jwks_uri\":\"" + address + "/k\"}");
              case "/k" -> new Behaviour.Reply(200, ImmutableMap.of(), issuer.keySet());
              default -> new Behaviour.Reply(404, ImmutableMap.of(), "");
            });
    mesh.apply(
        """
        apiVersion: security.istio.io/v1
        kind: RequestAuthentication
        metadata: {name: discovered, namespace: default}
        spec: {jwtRules: [{issuer: "%s"}]}
        """
            .formatted(address));
    String user = "\"iss\":\"" + address + "\",\"sub\":\"alice\"";
    Await.until("the keys are there", () -> status(issuer.token(user)) == 200);
    assertThat(status(Tokens.of("k1").token(user))).isEqualTo(401);
    assertThat(status(issuer.token(USER))).as("another issuer").isEqualTo(401);
  }

  /** The document may say anything: what it names is fetched by the same rules. */
  @Test
  void documentThatNamesAForbiddenAddressHasNoKeys() throws Exception {
    HttpBackend server = mesh.mesh().closing(HttpBackend.start("issuer", "127.0.0.1", 0));
    server.behave(
        _ ->
            new Behaviour.Reply(
                200, ImmutableMap.of(), "{\"jwks_uri\":\"http://169.254.169.254/keys\"}"));
    mesh.apply(
        """
        apiVersion: security.istio.io/v1
        kind: RequestAuthentication
        metadata: {name: discovered, namespace: default}
        spec: {jwtRules: [{issuer: "http://%s"}]}
        """
            .formatted(server.address()));
    Await.until(
        "istiod says so",
        () ->
            mesh.mesh()
                .istiod()
                .page("/debug/diagnostics")
                .contains("where keys are not fetched from"));
    assertThat(status(issuer.token("\"iss\":\"http://" + server.address() + "\""))).isEqualTo(401);
  }
}
