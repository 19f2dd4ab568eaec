package io.meltemi.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.it.Await;
import io.meltemi.it.mesh.TestMesh;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies that cannot be understood and have no good version: they close, and never open. */
final class FailClosedTest {

  private static final RawHttp GET = RawHttp.get("/items");
  private static final RawHttp ADMIN = RawHttp.get("/admin");
  private static final String PEERS = "peers.yaml";

  private final PolicyMesh mesh = PolicyMesh.shared();

  FailClosedTest() throws Exception {}

  @AfterEach
  void clean() throws Exception {
    mesh.mesh().config().delete(PEERS);
    Await.until("plaintext is taken", () -> plaintext() != 0);
    mesh.apply("");
  }

  /** Another name each time: this is about policies that never had a good version. */
  private static String broken(String spec) {
    return PolicyMesh.policyYaml("broken-" + Integer.toHexString(spec.hashCode()), spec);
  }

  private String diagnostics() throws Exception {
    return mesh.mesh().istiod().page("/debug/diagnostics");
  }

  /** What becomes of a GET of /items, of one of /admin, and of bytes. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "action: DENIE; rules: [{to: [{operation: {paths: [/admin]}}]}]                     | 403 | 403 | false",
        "action: DENY; rules: [{to: [{operation: {paths: [/admin]}}]                        | 403 | 403 | false",
        "action: DENY; rules: {to: [{operation: {paths: [/admin]}}]}                        | 403 | 403 | false",
        "action: DENY; rule: [{to: [{operation: {paths: [/admin]}}]}]                       | 403 | 403 | false",
        "action: DENY; rules: [{to: [{operation: {paths: [/admin], ports: ['9080'], a: b}}]}] | 403 | 403 | false",
        "action: DENY; rules: [{from: [{source: {ipBlocks: [10]}}], to: [{operation: {paths: [/admin], ports: ['9080']}}]}] | 200 | 403 | true",
        "rules: [{to: [{operation: {paths: [/items], path: [/]}}]}, {to: [{operation: {paths: [/admin]}}]}] | 403 | 200 | false",
        "rules: [{to: [{operation: {paths: [/items], ports: [http]}}]}]                     | 403 | 403 | false",
        "action: CUSTOM; rules: [{to: [{operation: {paths: [/admin], ports: ['9080']}}]}]   | 200 | 403 | true",
        "action: AUDIT; rules: [{when: [{key: mood, values: [a]}]}]                         | 200 | 200 | true",
        "selector: {matchLabels: {app: other}}; action: DENIE                               | 200 | 200 | true",
        "selector: {matchLabels: {app: other, version: 'v*'}}; action: DENY; rules: [{}]    | 200 | 200 | true",
        "selector: {matchLabels: {app: 'other*'}}; action: DENY; rules: [{}]                | 403 | 403 | false",
        "targetRefs: [{kind: Gatewy, name: edge}]; action: DENY; rules: [{}]                | 200 | 200 | true",
      })
  void policyThatCannotBeUnderstoodCloses(String spec, int items, int admin, boolean bytes)
      throws Exception {
    mesh.apply(broken(spec.replace("; ", "\n")));
    assertThat(mesh.http(GET).status()).isEqualTo(items);
    assertThat(mesh.http(ADMIN).status()).isEqualTo(admin);
    assertThat(mesh.takesBytes()).isEqualTo(bytes);
    boolean standsIn = !spec.contains("AUDIT");
    assertThat(diagnostics().contains("TakenStrictly")).isEqualTo(standsIn);
  }

  /** The last good version holds as long as istiod lives, and what is understood after that. */
  @Test
  void brokenDenyStillDeniesAfterARestart() throws Exception {
    String good =
        """
        selector: {matchLabels: {app: web}}
        action: DENY
        rules: [{to: [{operation: {paths: [/admin]}}]}]
        """;
    String broken = good.replace("/admin", "/admin, '/{*}x'");
    mesh.apply(PolicyMesh.policyYaml("no-admin", good));
    assertThat(mesh.http(ADMIN).status()).isEqualTo(403);
    mesh.apply(PolicyMesh.policyYaml("no-admin", broken));
    assertThat(mesh.http(ADMIN).status()).isEqualTo(403);
    assertThat(mesh.http(GET).status()).as("as its last good version says").isEqualTo(200);

    mesh.mesh().istiod().kill9();
    mesh.mesh().restartIstiod();
    mesh.mesh().istiod().awaitReady();
    assertThat(mesh.http(ADMIN).status()).isEqualTo(403);
    mesh.apply(PolicyMesh.policyYaml("no-admin", broken));
    assertThat(mesh.http(ADMIN).status()).isEqualTo(403);
    assertThat(mesh.http(GET).status()).as("nobody knows what else it denies").isEqualTo(403);
    assertThat(diagnostics()).contains("TakenStrictly").contains("default/no-admin");

    mesh.apply(PolicyMesh.policyYaml("no-admin", good));
    assertThat(mesh.http(ADMIN).status()).isEqualTo(403);
    assertThat(mesh.http(GET).status()).isEqualTo(200);
    assertThat(diagnostics()).doesNotContain("TakenStrictly");
  }

  @Test
  void issuerWhoseRuleCannotBeReadHasItsTokensRefusedAndNobodyElse() throws Exception {
    Tokens good = Tokens.of("good");
    Tokens bad = Tokens.of("bad");
    mesh.apply(
        """
        apiVersion: security.istio.io/v1
        kind: RequestAuthentication
        metadata: {name: half-broken, namespace: default}
        spec:
          jwtRules:
          - {issuer: good.test, jwks: '%s'}
          - {issuer: bad.test, jwks: '%s', audience: [web], outputClaimToHeaders: [{header: x-user, claim: sub}]}
        """
            .formatted(good.keySet(), bad.keySet()));
    assertThat(mesh.http(bearing(good.token("\"iss\":\"good.test\""))).status()).isEqualTo(200);
    assertThat(mesh.http(bearing(bad.token("\"iss\":\"bad.test\",\"aud\":\"web\""))).status())
        .isEqualTo(401);
    RawHttp.Answer without = mesh.http(GET.with("x-user", "forged"));
    assertThat(without.arrived()).isTrue();
    assertThat(without.body()).doesNotContain("forged");
    assertThat(diagnostics()).contains("the tokens of bad.test are refused");
  }

  @Test
  void issuersThatCannotBeReadAtAllHaveNoGoodTokens() throws Exception {
    mesh.apply(
        """
        apiVersion: security.istio.io/v1
        kind: RequestAuthentication
        metadata: {name: broken, namespace: default}
        spec: {jwtRules: issuer.test}
        """);
    assertThat(mesh.http(bearing(Tokens.of("k").token("\"iss\":\"issuer.test\""))).status())
        .isEqualTo(401);
    assertThat(mesh.http(GET).status()).isEqualTo(200);
  }

  private static RawHttp bearing(String token) {
    return GET.with("authorization", "Bearer " + token);
  }

  @ParameterizedTest
  @CsvSource({"mtls: {mode: STRICKT}", "mtls: STRICT", "mtls: {modes: STRICT}", "tls: {}"})
  void modeThatCannotBeReadIsStrict(String spec) throws Exception {
    mesh.mesh()
        .config()
        .rule(
            PEERS,
            """
            apiVersion: security.istio.io/v1
            kind: PeerAuthentication
            metadata: {name: broken-%s, namespace: default}
            spec:
              selector: {matchLabels: {app: web}}
              %s
            """
                .formatted(Integer.toHexString(spec.hashCode()), spec));
    Await.until("plaintext is refused", () -> plaintext() == 0);
    TestMesh.Client alice = mesh.client("alice");
    Await.until("mutual TLS is taken", () -> alice.http().get("web:9080", "/").status() == 200);
    assertThat(diagnostics()).contains("mutual TLS is STRICT");
  }

  /** The status of a call in the clear; 0 if it was cut off. */
  private int plaintext() {
    try {
      return mesh.http(GET).status();
    } catch (IOException _) {
      return 0;
    }
  }
}
