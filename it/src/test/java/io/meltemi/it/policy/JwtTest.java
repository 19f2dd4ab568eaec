package io.meltemi.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON web tokens at a real sidecar and a real gateway: every field, and forgeries. */
final class JwtTest {

  private static final Tokens ISSUER = issuer("k1");
  private static final Tokens SECOND = issuer("k2");
  private static final Tokens STRANGER = issuer("k1");

  private static final String USER = "\"iss\":\"issuer.test\",\"sub\":\"alice\",\"exp\":4102444800";
  private static final String BEARER = "Bearer ";

  /** Whoever has a token may call; everybody else may read {@code /public}. */
  private static final String USERS_ONLY =
      PolicyMesh.policyYaml(
          "users",
          """
          rules:
          - from: [{source: {requestPrincipals: ["issuer.test/*", "second.test/*"]}}]
          - to: [{operation: {paths: [/public]}}]
          """);

  private final PolicyMesh mesh = PolicyMesh.shared();

  JwtTest() throws Exception {}

  private static Tokens issuer(String kid) {
    try {
      return Tokens.of(kid);
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** One rule for {@link #ISSUER} with these further fields. */
  private static String rule(String fields) {
    return "{issuer: issuer.test, jwks: '" + ISSUER.keySet() + "'" + fields + "}";
  }

  private static String authentication(String... rules) {
    return """
        apiVersion: security.istio.io/v1
        kind: RequestAuthentication
        metadata: {name: users, namespace: default}
        spec: {jwtRules: [%s]}
        ---
        """
        .formatted(String.join(", ", rules));
  }

  /** Under a name that has no good version yet, which would hold in the place of a broken one. */
  private static String unseen(String name, String... rules) {
    return authentication(rules).replace("name: users", "name: " + name);
  }

  private static RawHttp bearing(String token) {
    return RawHttp.get("/private").with("authorization", BEARER + token);
  }

  @Test
  void goodTokensPassMissingOnesArePolicysBusinessAndBadOnesAreRefused() throws Exception {
    mesh.apply(authentication(rule("")) + USERS_ONLY);
    assertThat(mesh.http(bearing(ISSUER.token(USER))).status()).isEqualTo(200);
    assertThat(mesh.http(RawHttp.get("/private")).status()).isEqualTo(403);
    assertThat(mesh.http(RawHttp.get("/public")).status()).isEqualTo(200);
    assertThat(mesh.http(RawHttp.get("/public").with("authorization", BEARER + "junk")).status())
        .isEqualTo(401);
    String byQuery = "/private?access_token=" + ISSUER.token(USER);
    assertThat(mesh.http(RawHttp.get(byQuery)).status()).isEqualTo(200);
    assertThat(mesh.http(RawHttp.get("/private").with("authorization", "Basic abc")).status())
        .isEqualTo(403);
  }

  @Test
  void tokensGoNoFurtherUnlessForwarded() throws Exception {
    String token = ISSUER.token(USER);
    mesh.apply(authentication(rule("")));
    assertThat(mesh.http(bearing(token)).body()).doesNotContain(token);
    mesh.apply(authentication(rule(", forwardOriginalToken: true")));
    assertThat(mesh.http(bearing(token)).body()).contains(token);
  }

  @Test
  void forgeriesAreRefused() throws Exception {
    mesh.apply(authentication(rule(", audiences: [web]")) + USERS_ONLY);
    String good = USER + ",\"aud\":[\"web\",\"x\"]";
    assertThat(mesh.http(bearing(ISSUER.token(good))).status()).as("a good one").isEqualTo(200);
    for (String other : new String[] {USER, USER + ",\"aud\":\"other\""}) {
      // Envoy's word for somebody else's token.
      assertThat(mesh.http(bearing(ISSUER.token(other))).status()).isEqualTo(403);
      assertThat(
              mesh.http(RawHttp.get("/public").with("authorization", BEARER + ISSUER.token(other)))
                  .status())
          .isEqualTo(403);
    }
    refused("unsigned", Tokens.unsigned(good));
    refused("signed by the public key", ISSUER.confused(good));
    refused("signed by somebody else", STRANGER.token(good));
    refused("unlisted issuer", ISSUER.token(good.replace("issuer.test", "evil.test")));
    refused("no issuer", ISSUER.token("\"sub\":\"alice\",\"aud\":\"web\""));
    refused("expired", ISSUER.token(good.replace("4102444800", "1000000000")));
    refused("expired before time began", ISSUER.token(good.replace("4102444800", "-1")));
    refused("not valid yet", ISSUER.token(good + ",\"nbf\":4102444000"));
    refused("times that are no numbers", ISSUER.token(good.replace("4102444800", "\"soon\"")));
    refused("unknown algorithm", ISSUER.token("{\"alg\":\"RS1\",\"kid\":\"k1\"}", good));
    refused("other key size of the algorithm", ISSUER.token("{\"alg\":\"RS512\"}", good));
    refused("none in capitals", ISSUER.token("{\"alg\":\"NONE\"}", good));
    refused("key that is a path", ISSUER.token("{\"alg\":\"RS256\",\"kid\":\"../../k1\"}", good));
    refused("key that is not text", ISSUER.token("{\"alg\":\"RS256\",\"kid\":[1]}", good));
    refused(
        "key of its own",
        STRANGER.token(
            "{\"alg\":\"RS256\",\"jwk\":" + STRANGER.keySet() + ",\"kid\":\"k1\"}", good));
    refused("not JSON", "bm90.anNvbg.c2ln");
    refused("two parts", "a.b");
    refused("four parts", ISSUER.token(good) + ".x");
    refused("empty", "..");
    List<String> parts = Splitter.on('.').splitToList(ISSUER.token(good));
    String root =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                ("{" + good.replace("alice", "root") + "}").getBytes(StandardCharsets.UTF_8));
    refused("other payload", parts.get(0) + "." + root + "." + parts.get(2));
  }

  private void refused(String what, String token) throws Exception {
    assertThat(mesh.http(bearing(token)).status()).as(what).isEqualTo(401);
    assertThat(mesh.http(RawHttp.get("/public").with("authorization", BEARER + token)).status())
        .as("%s, where nobody asks for one", what)
        .isEqualTo(401);
  }

  /** What is larger than all headers may be is refused before it is read. */
  @ParameterizedTest
  @ValueSource(ints = {50_000, 1_000_000})
  void hugeTokensAreRefusedAndCostNothing(int size) throws Exception {
    mesh.apply(authentication(rule("")) + USERS_ONLY);
    String huge = ISSUER.token(USER + ",\"x\":\"" + "a".repeat(size) + "\"").replace('.', '!');
    try {
      assertThat(mesh.http(bearing(huge)).status()).isIn(0, 400, 401, 413, 431);
    } catch (java.io.IOException _) {
      // cut off while still writing
    }
    assertThat(mesh.http(bearing(ISSUER.token(USER))).status()).isEqualTo(200);
  }

  @Test
  void tokensAreFoundWhereTheRuleSaysAndOnlyThere() throws Exception {
    String token = ISSUER.token(USER);
    mesh.apply(
        authentication(
                rule(
                    ", fromHeaders: [{name: x-token, prefix: 'T '}], fromParams: [t],"
                        + " fromCookies: [session]"))
            + USERS_ONLY);
    assertThat(mesh.http(RawHttp.get("/p").with("x-token", "T " + token)).status()).isEqualTo(200);
    assertThat(mesh.http(RawHttp.get("/p?t=" + token)).status()).isEqualTo(200);
    assertThat(mesh.http(RawHttp.get("/p").with("cookie", "session=" + token)).status())
        .isEqualTo(200);
    assertThat(mesh.http(bearing(token)).status()).as("not where the rule says").isEqualTo(403);
    assertThat(mesh.http(RawHttp.get("/p?access_token=" + token)).status()).isEqualTo(403);
  }

  @Test
  void claimsGoToHeadersAndForgedHeadersDoNotArrive() throws Exception {
    mesh.apply(
        authentication(
            rule(
                ", outputPayloadToHeader: x-payload, outputClaimToHeaders: [{header: x-user, claim:"
                    + " sub}, {header: x-role, claim: realm.role}]")));
    RawHttp.Answer answer =
        mesh.http(
            bearing(ISSUER.token(USER + ",\"realm\":{\"role\":\"dev\"}"))
                .with("x-user", "forged")
                .with("x-payload", "forged"));
    assertThat(answer.body()).contains("x-user: alice").contains("x-role: dev");
    assertThat(answer.body()).contains("x-payload: ey").doesNotContain("forged");
    RawHttp.Answer without =
        mesh.http(RawHttp.get("/").with("x-user", "forged").with("x-payload", "forged"));
    assertThat(without.arrived()).isTrue();
    assertThat(without.body()).doesNotContain("forged");
  }

  @Test
  void severalIssuersEachWithItsOwnKeys() throws Exception {
    String second = "\"iss\":\"second.test\",\"sub\":\"bob\"";
    mesh.apply(
        authentication(rule(""), "{issuer: second.test, jwks: '" + SECOND.keySet() + "'}")
            + USERS_ONLY);
    assertThat(mesh.http(bearing(ISSUER.token(USER))).status()).isEqualTo(200);
    assertThat(mesh.http(bearing(SECOND.token(second))).status()).isEqualTo(200);
    assertThat(mesh.http(bearing(SECOND.token(USER))).status()).isEqualTo(401);
    assertThat(mesh.http(bearing(ISSUER.token(second))).status()).isEqualTo(401);
  }

  @Test
  void policiesReadClaims() throws Exception {
    mesh.apply(
        authentication(rule(", spaceDelimitedClaims: [groups]"))
            + PolicyMesh.policyYaml(
                "claims",
                """
                rules:
                - when:
                  - {key: request.auth.principal, values: [issuer.test/alice]}
                  - {key: request.auth.audiences, values: [web]}
                  - {key: request.auth.presenter, values: [cli]}
                  - {key: "request.auth.claims[realm][roles]", values: [dev]}
                  - {key: "request.auth.claims[groups]", values: [b], notValues: [z]}
                  - {key: "request.auth.claims[scope]", values: ["read*"]}
                """));
    String all =
        USER
            + ",\"aud\":[\"web\"],\"azp\":\"cli\",\"realm\":{\"roles\":[\"ops\",\"dev\"]},"
            + "\"groups\":\"a b\",\"scope\":\"write read:all\"";
    assertThat(mesh.http(bearing(ISSUER.token(all))).status()).isEqualTo(200);
    for (String lacking :
        new String[] {
          all.replace("alice", "bob"),
          all.replace("\"web\"", "\"web2\""),
          all.replace("\"cli\"", "\"gui\""),
          all.replace("\"dev\"", "\"devil\""),
          all.replace("a b", "ab"),
          all.replace("a b", "a b z"),
          all.replace("read:all", "all")
        }) {
      assertThat(mesh.http(bearing(ISSUER.token(lacking))).status()).as(lacking).isEqualTo(403);
    }
  }

  @Test
  void gatewaysVerifyTokensAndRouteByClaims() throws Exception {
    mesh.apply(authentication(rule("")));
    String gold = ISSUER.token(USER + ",\"tier\":\"gold\"");
    assertThat(bearing(gold).send(mesh.edge()).body()).contains("x-route: gold");
    assertThat(bearing(ISSUER.token(USER)).send(mesh.edge()).body()).doesNotContain("x-route");
    assertThat(bearing(gold + "x").send(mesh.edge()).status()).isEqualTo(401);
    assertThat(RawHttp.get("/").with("@request.auth.claims.tier", "gold").send(mesh.edge()).body())
        .doesNotContain("x-route");
  }

  /** To Envoy a provider without an issuer is one for tokens of any issuer. */
  @Test
  void ruleWithoutAnIssuerVouchesForNobody() throws Exception {
    mesh.apply(unseen("of-nobody", "{jwks: '" + ISSUER.keySet() + "'}"));
    refused("any issuer", ISSUER.token(USER));
    refused("none", ISSUER.token("\"sub\":\"alice\""));
  }

  /** Who may read the policy could sign with them. */
  @Test
  void keysThatAreSecretsVerifyNothing() throws Exception {
    mesh.apply(
        unseen(
            "of-secrets",
            "{issuer: issuer.test, jwks: '" + Tokens.secretSet() + "'}",
            "{issuer: second.test, jwks: '" + SECOND.keySetWithSecret() + "'}"));
    String second = USER.replace("issuer.test", "second.test");
    assertThat(mesh.http(bearing(SECOND.token(second))).status()).isEqualTo(200);
    refused("signed with the secret", Tokens.signedWithSecret(USER));
    refused("signed with the secret beside a key", Tokens.signedWithSecret(second));
  }

  @Test
  void withoutKeysEveryTokenIsRefused() throws Exception {
    mesh.apply(
        authentication("{issuer: issuer.test, jwksUri: 'http://127.0.0.1:1/keys'}") + USERS_ONLY);
    assertThat(mesh.http(bearing(ISSUER.token(USER))).status()).isEqualTo(401);
    assertThat(mesh.http(bearing(Tokens.unsigned(USER))).status()).isEqualTo(401);
    assertThat(mesh.http(RawHttp.get("/public")).status()).isEqualTo(200);
  }

  /** The same conditions where they refuse, and what they exclude. */
  @Test
  void policiesRefuseByClaims() throws Exception {
    mesh.apply(
        authentication(rule(""))
            + PolicyMesh.policyYaml(
                "refused",
                """
                action: DENY
                rules:
                - to: [{operation: {ports: ['9080']}}]
                  when: [{key: "request.auth.claims[realm][roles]", values: [banned]}]
                - to: [{operation: {ports: ['9080']}}]
                  when: [{key: request.auth.principal, values: [issuer.test/mallory]}]
                - to: [{operation: {ports: ['9080'], paths: [/web]}}]
                  when: [{key: request.auth.audiences, notValues: [web]}]
                - to: [{operation: {ports: ['9080'], paths: [/cli]}}]
                  when: [{key: request.auth.presenter, notValues: [cli]}]
                """));
    assertThat(mesh.http(bearing(ISSUER.token(USER))).status()).isEqualTo(200);
    String roles = ",\"realm\":{\"roles\":[\"dev\",\"%s\"]}";
    assertThat(mesh.http(bearing(ISSUER.token(USER + roles.formatted("banned")))).status())
        .isEqualTo(403);
    assertThat(mesh.http(bearing(ISSUER.token(USER + roles.formatted("ops")))).status())
        .isEqualTo(200);
    assertThat(mesh.http(bearing(ISSUER.token(USER.replace("alice", "mallory")))).status())
        .isEqualTo(403);
    for (String path : new String[] {"/web", "/cli"}) {
      String good = path.equals("/web") ? ",\"aud\":[\"a\",\"web\"]" : ",\"azp\":\"cli\"";
      RawHttp get = RawHttp.get(path);
      assertThat(mesh.http(get.with("authorization", BEARER + ISSUER.token(USER + good))).status())
          .isEqualTo(200);
      assertThat(mesh.http(get.with("authorization", BEARER + ISSUER.token(USER))).status())
          .isEqualTo(403);
      assertThat(mesh.http(get).status()).as("without a token").isEqualTo(403);
    }
  }

  private static String attached(String name, String attachment) {
    return """
        apiVersion: security.istio.io/v1
        kind: RequestAuthentication
        metadata: {name: %s, namespace: default}
        spec: {%s, jwtRules: [%s]}
        ---
        """
        .formatted(name, attachment, rule(""));
  }

  @Test
  void rulesHoldForWhatTheyAreAttachedTo() throws Exception {
    RawHttp bad = RawHttp.get("/").with("authorization", BEARER + STRANGER.token(USER));
    RawHttp good = RawHttp.get("/").with("authorization", BEARER + ISSUER.token(USER));
    mesh.apply(attached("selected", "selector: {matchLabels: {app: web}}"));
    assertThat(mesh.http(good).status()).isEqualTo(200);
    assertThat(mesh.http(bad).status()).isEqualTo(401);
    mesh.apply(
        attached(
            "targeted",
            "targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: public}]"));
    assertThat(good.send(mesh.edge()).status()).isEqualTo(200);
    assertThat(bad.send(mesh.edge()).status()).isEqualTo(401);
    assertThat(mesh.http(bad).status()).as("to the sidecar it is no token at all").isEqualTo(200);
    mesh.apply(attached("other", "selector: {matchLabels: {app: other}}"));
    assertThat(mesh.http(bad).status()).isEqualTo(200);
    assertThat(bad.send(mesh.edge()).status()).isEqualTo(200);
  }

  @Test
  void rulesOfTheRootNamespaceHoldEverywhere() throws Exception {
    mesh.apply(
        attached("root", "selector: {matchLabels: {}}")
            .replace("namespace: default", "namespace: istio-system"));
    assertThat(mesh.http(bearing(ISSUER.token(USER))).status()).isEqualTo(200);
    assertThat(bearing(ISSUER.token(USER)).send(mesh.edge()).status()).isEqualTo(200);
    assertThat(mesh.http(bearing(STRANGER.token(USER))).status()).isEqualTo(401);
  }
}
