package io.meltemi.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.meltemi.it.Await;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every field of an AuthorizationPolicy that needs no identity, asked of a real sidecar. */
final class AuthorizationTest {

  private static final RawHttp GET = RawHttp.get("/api/v1/items");
  private static final RawHttp POST = RawHttp.of("POST", "/api/v1/items", "web.test");

  private final PolicyMesh mesh = PolicyMesh.shared();

  AuthorizationTest() throws Exception {}

  /**
   * A rule, a request that it matches and one that it does not, and whether the workload's port for
   * bytes may be used when it allows, and when it denies.
   */
  record Row(
      String rule, RawHttp matching, RawHttp other, boolean bytesIfAllowed, boolean bytesIfDenied) {

    @Override
    public String toString() {
      return rule;
    }
  }

  private static Row requests(String rule, RawHttp matching, RawHttp other) {
    return new Row(rule, matching, other, false, false);
  }

  private static Row connections(String rule, RawHttp matching, RawHttp other, boolean bytesMatch) {
    return new Row(rule, matching, other, bytesMatch, !bytesMatch);
  }

  private static String to(String fields) {
    return "to: [{operation: {" + fields + "}}]";
  }

  private static String from(String fields) {
    return "from: [{source: {" + fields + "}}]";
  }

  private static String when(String key, String values) {
    return "when: [{key: '" + key + "', " + values + "}]";
  }

  static List<Row> rows() {
    return ImmutableList.of(
        requests(to("methods: [GET]"), GET, POST),
        requests(to("methods: [P*]"), POST, GET),
        requests(to("notMethods: [GET]"), POST, GET),
        requests(to("paths: [/api/v1/items]"), GET, RawHttp.get("/api/v1/items/")),
        requests(to("paths: [/api/v1/items]"), RawHttp.get("/api/v1/items?a=b"), RawHttp.get("/")),
        requests(to("paths: [/api*]"), GET, RawHttp.get("/public")),
        requests(to("paths: ['*/items']"), GET, RawHttp.get("/api/v1/users")),
        requests(to("paths: ['*'], notPaths: [/public]"), GET, RawHttp.get("/public")),
        requests(to("notPaths: [/api*]"), RawHttp.get("/public"), GET),
        requests(to("paths: ['/api/{*}/items']"), GET, RawHttp.get("/api/a/b/items")),
        requests(
            to("paths: ['/api/{**}/items']"), RawHttp.get("/api/a/b/items"), RawHttp.get("/x")),
        requests(to("paths: ['/api/{**}']"), GET, RawHttp.get("/public")),
        requests(to("notPaths: ['/{*}/v1/{**}']"), RawHttp.get("/public"), GET),
        requests(to("hosts: [web.test]"), GET, GET.host("other.test")),
        requests(to("hosts: [web.test]"), GET.host("WEB.Test"), GET.host("web.test.evil")),
        requests(to("hosts: [web.test]"), GET.host("web.test:9080"), GET.host("my-web.test")),
        requests(to("hosts: [web.test]"), GET.host("web.test."), GET.host("web.tes")),
        requests(to("hosts: ['*.test']"), GET.host("a.test:80"), GET.host("test")),
        requests(to("hosts: ['web.test:81']"), GET.host("web.test:81"), GET.host("web.test")),
        requests(to("hosts: ['web.*']"), GET, GET.host("a.web.test")),
        requests(to("notHosts: [web.test]"), GET.host("other.test"), GET.host("Web.test:1")),
        connections(to("ports: ['9080']"), GET, none(), false),
        connections(to("ports: ['9081']"), none(), GET, true),
        connections(to("notPorts: ['9080']"), none(), GET, true),
        requests(
            when("request.headers[X-User]", "values: [al*]"),
            GET.with("x-user", "alice"),
            GET.with("x-user", "bob")),
        requests(when("request.headers[x-user]", "values: ['*']"), GET.with("x-user", "a"), GET),
        requests(
            when("request.headers[x-user]", "notValues: [root]"),
            GET.with("x-user", "alice"),
            GET.with("x-user", "root")),
        requests(
            when("request.headers[x-user]", "notValues: [root]"),
            GET,
            GET.with("x-user", "alice").with("x-user", "root")),
        requests(
            when("request.headers[x-user]", "values: [root]"),
            GET.with("x-user", "alice").with("x-user", "root"),
            GET.with("x-user", "alice")),
        requests(when("request.headers[host]", "values: [web.test]"), GET, GET.host("o.test")),
        requests(
            when("request.headers[x-user]", "values: ['*ice'], notValues: [mice]"),
            GET.with("x-user", "alice"),
            GET.with("x-user", "mice")),
        connections(when("destination.port", "values: ['9080']"), GET, none(), false),
        connections(when("destination.port", "notValues: ['9080']"), none(), GET, true),
        connections(when("destination.ip", "values: [127.0.0.0/8]"), GET, none(), true),
        connections(when("destination.ip", "values: [10.0.0.0/8]"), none(), GET, false),
        connections(when("destination.ip", "notValues: [10.0.0.0/8]"), GET, none(), true),
        connections(when("connection.sni", "values: ['*.test']"), none(), GET, false),
        connections(when("connection.sni", "notValues: ['*.test']"), GET, none(), true),
        connections(from("ipBlocks: [127.0.0.0/8]"), GET, none(), true),
        connections(from("ipBlocks: [10.0.0.0/8, '::1/128']"), none(), GET, false),
        connections(from("notIpBlocks: [10.0.0.0/8]"), GET, none(), true),
        connections(from("remoteIpBlocks: [127.0.0.0/8]"), GET, none(), true),
        connections(from("notRemoteIpBlocks: [127.0.0.0/8]"), none(), GET, false),
        connections(when("source.ip", "values: [127.0.0.1]"), GET, none(), true),
        connections(when("source.ip", "notValues: [127.0.0.0/8]"), none(), GET, false),
        connections(when("remote.ip", "values: [127.0.0.1/32]"), GET, none(), true),
        connections(when("remote.ip", "notValues: [10.0.0.1]"), GET, none(), true),
        connections(when("source.principal", "values: ['*']"), none(), GET, false),
        connections(when("source.principal", "notValues: ['*']"), GET, none(), true),
        connections(when("source.namespace", "values: ['*']"), none(), GET, false),
        connections(when("source.namespace", "notValues: [a]"), GET, none(), true),
        connections(when("source.serviceAccount", "values: [a/b]"), none(), GET, false),
        connections(when("source.serviceAccount", "notValues: [a/b]"), GET, none(), true),
        connections(when("source.trustDomain", "values: ['*']"), none(), GET, false),
        connections(when("source.trustDomain", "notValues: ['*']"), GET, none(), true),
        requests(when("request.auth.principal", "values: ['*']"), none(), GET),
        requests(when("request.auth.principal", "notValues: ['*']"), GET, none()),
        requests(when("request.auth.audiences", "values: ['*']"), none(), GET),
        requests(when("request.auth.audiences", "notValues: [a]"), GET, none()),
        requests(when("request.auth.presenter", "values: ['*']"), none(), GET),
        requests(when("request.auth.presenter", "notValues: [a]"), GET, none()),
        requests(when("request.auth.claims[a][b]", "values: ['*']"), none(), GET),
        requests(when("request.auth.claims[a][b]", "notValues: [c]"), GET, none()),
        connections(
            when("experimental.envoy.filters.network.nobody[a]", "values: [b]"),
            none(),
            GET,
            false),
        connections(
            when("experimental.envoy.filters.network.nobody[a]", "notValues: [b]"),
            GET,
            none(),
            true),
        // Without TLS nobody is anybody.
        connections(from("principals: ['*']"), none(), GET, false),
        connections(from("notPrincipals: ['*']"), GET, none(), true),
        connections(from("namespaces: ['*']"), none(), GET, false),
        connections(from("notNamespaces: [a]"), GET, none(), true),
        connections(from("serviceAccounts: [a/b]"), none(), GET, false),
        connections(from("notServiceAccounts: [a/b]"), GET, none(), true),
        connections(from("trustDomains: ['*']"), none(), GET, false),
        connections(from("notTrustDomains: ['*']"), GET, none(), true),
        requests(from("requestPrincipals: ['*']"), none(), GET),
        requests(from("notRequestPrincipals: ['*']"), GET, none()));
  }

  /** No such request: the rule matches all or none. */
  private static RawHttp none() {
    return NONE;
  }

  private static final RawHttp NONE = new RawHttp("", List.of());

  @ParameterizedTest
  @MethodSource("rows")
  void allow(Row row) throws Exception {
    mesh.policy("rules: [{" + row.rule() + "}]");
    arrives(row.matching(), true);
    arrives(row.other(), false);
    assertThat(mesh.takesBytes()).as("bytes").isEqualTo(row.bytesIfAllowed());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void deny(Row row) throws Exception {
    mesh.policy("action: DENY\nrules: [{" + row.rule() + "}]");
    arrives(row.matching(), false);
    arrives(row.other(), true);
    assertThat(mesh.takesBytes()).as("bytes").isEqualTo(row.bytesIfDenied());
  }

  private void arrives(RawHttp request, boolean expected) throws Exception {
    if (!request.equals(NONE)) {
      RawHttp.Answer answer = mesh.http(request);
      assertThat(answer.arrived()).as("%s: %s", request, answer).isEqualTo(expected);
      assertThat(answer.status()).isEqualTo(expected ? 200 : 403);
    }
  }

  @Test
  void peersAreToldApartByTheirAddresses() throws Exception {
    mesh.policy(
        "rules: [{from: [{source: {ipBlocks: [127.7.7.0/24], notIpBlocks: [127.7.7.7]}}]}]");
    assertThat(GET.send("127.7.7.1", mesh.web()).status()).isEqualTo(200);
    assertThat(GET.send("127.7.7.7", mesh.web()).status()).isEqualTo(403);
    assertThat(GET.send("127.7.8.1", mesh.web()).status()).isEqualTo(403);
  }

  /** One proxy in front of the gateway is trusted, so the last address but none counts. */
  @Test
  void gatewayBelievesAsManyProxiesAsItIsTold() throws Exception {
    mesh.policy(
        "selector: {matchLabels: {app: edge}}\n"
            + "rules: [{from: [{source: {remoteIpBlocks: [192.0.2.0/24]}}]}]");
    RawHttp get = RawHttp.get("/");
    assertThat(get.with("x-forwarded-for", "192.0.2.1").send(mesh.edge()).status()).isEqualTo(200);
    assertThat(get.with("x-forwarded-for", "192.0.2.1, 10.0.0.1").send(mesh.edge()).status())
        .as("who speaks to the trusted proxy can write what it likes before its own address")
        .isEqualTo(403);
    assertThat(get.send(mesh.edge()).status()).isEqualTo(403);
    mesh.policy(
        "selector: {matchLabels: {app: edge}}\n"
            + "rules: [{from: [{source: {ipBlocks: [192.0.2.0/24]}}]}]");
    assertThat(get.with("x-forwarded-for", "192.0.2.1").send(mesh.edge()).status()).isEqualTo(403);
  }

  /** A load balancer says in the PROXY protocol whom it speaks for. */
  @Test
  void gatewayBelievesThePeerThatSpeaksTheProxyProtocol() throws Exception {
    RawHttp get = RawHttp.get("/");
    try {
      mesh.policy(
          "selector: {matchLabels: {app: edge}}\n"
              + "rules: [{from: [{source: {remoteIpBlocks: [192.0.2.0/24]}}]}]");
      mesh.topology("proxyProtocol: {}");
      Await.until(
          "the gateway reads the PROXY protocol",
          () -> get.proxied("192.0.2.1").send(mesh.edge()).status() == 200);
      assertThat(get.proxied("198.51.100.1").send(mesh.edge()).status()).isEqualTo(403);
      assertThat(
              get.proxied("198.51.100.1")
                  .with("x-forwarded-for", "192.0.2.1")
                  .send(mesh.edge())
                  .status())
          .as("no proxy is trusted to forward")
          .isEqualTo(403);
      assertThat(get.proxied("192.0.2.1").send(mesh.edge()).body())
          .contains("x-forwarded-for: 192.0.2.1");
      mesh.topology("proxyProtocol: {}, numTrustedProxies: 1");
      Await.until(
          "one proxy before the load balancer is trusted",
          () ->
              get.proxied("198.51.100.1")
                      .with("x-forwarded-for", "192.0.2.1")
                      .send(mesh.edge())
                      .status()
                  == 200);
      assertThat(
              get.proxied("192.0.2.1")
                  .with("x-forwarded-for", "203.0.113.1")
                  .send(mesh.edge())
                  .status())
          .as("the client is whom the trusted proxy tells of")
          .isEqualTo(403);
    } finally {
      mesh.topology(PolicyObjects.ONE_PROXY);
      Await.until(
          "the gateway takes plain requests again",
          () -> {
            try {
              return get.send(mesh.edge()).status() == 403;
            } catch (IOException _) {
              return false;
            }
          });
    }
  }

  /** Metadata of filters: here what a policy that is only tried has noted. */
  @Test
  void conditionsAskWhatOtherFiltersHaveSaid() throws Exception {
    String tried =
        """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: tried, namespace: default, annotations: {istio.io/dry-run: "true"}}
        spec:
          action: DENY
          rules: [{to: [{operation: {paths: [/tried], ports: ['9080']}}]}]
        ---
        """;
    String noted = "istio_dry_run_deny_shadow_engine_result";
    mesh.apply(
        tried
            + PolicyMesh.policyYaml(
                "by-metadata",
                """
                rules:
                - to: [{operation: {ports: ['9080']}}]
                  when: [{key: "experimental.envoy.filters.http.rbac[%1$s]", values: [allowed]}]
                - to: [{operation: {ports: ['9081']}}]
                  when: [{key: "experimental.envoy.filters.network.rbac[%1$s]", values: [allow*]}]
                """
                    .formatted(noted)));
    assertThat(mesh.http(RawHttp.get("/tried")).status()).isEqualTo(403);
    assertThat(mesh.http(RawHttp.get("/other")).status()).isEqualTo(200);
    assertThat(mesh.takesBytes()).isTrue();
  }

  @Test
  void allowWithoutRulesRefusesAllAndDenyWithoutRulesNone() throws Exception {
    mesh.policy("{}");
    assertThat(mesh.http(GET).status()).isEqualTo(403);
    assertThat(mesh.takesBytes()).isFalse();
    mesh.policy("action: DENY");
    assertThat(mesh.http(GET).status()).isEqualTo(200);
    assertThat(mesh.takesBytes()).isTrue();
    mesh.policy("action: DENY\nrules: [{}]");
    assertThat(mesh.http(GET).status()).isEqualTo(403);
    assertThat(mesh.takesBytes()).isFalse();
    mesh.apply("");
    assertThat(mesh.http(GET).status()).isEqualTo(200);
    assertThat(mesh.takesBytes()).isTrue();
  }

  @Test
  void denyWinsOverAllow() throws Exception {
    mesh.apply(
        PolicyMesh.policyYaml("all", "rules: [{}]")
            + "---\n"
            + PolicyMesh.policyYaml(
                "no-posts", "action: DENY\nrules: [{" + to("methods: [POST]") + "}]"));
    assertThat(mesh.http(GET).status()).isEqualTo(200);
    assertThat(mesh.http(POST).status()).isEqualTo(403);
  }

  @Test
  void policiesOfTheRootNamespaceHoldEverywhereAndSelectorsSelect() throws Exception {
    mesh.apply(
        """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: root, namespace: istio-system}
        spec: {action: DENY, rules: [{to: [{operation: {methods: [POST]}}]}]}
        ---
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: only-edge, namespace: default}
        spec:
          selector: {matchLabels: {app: edge}}
          action: DENY
          rules: [{to: [{operation: {methods: [GET]}}]}]
        ---
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: other-namespace, namespace: other}
        spec: {action: DENY, rules: [{}]}
        """);
    assertThat(mesh.http(POST).status()).isEqualTo(403);
    assertThat(mesh.http(GET).status()).isEqualTo(200);
    assertThat(GET.send(mesh.edge()).status()).isEqualTo(403);
  }

  private static String target(String group, String kind, String name) {
    return "targetRefs: [{group: '%s', kind: %s, name: %s}]\naction: DENY\nrules: [{}]"
        .formatted(group, kind, name);
  }

  @Test
  void policyForAKubernetesGatewayHoldsForItsProxiesOnly() throws Exception {
    String gateways = "gateway.networking.k8s.io";
    mesh.policy(target(gateways, "Gateway", "public"));
    assertThat(GET.send(mesh.edge()).status()).isEqualTo(403);
    assertThat(mesh.http(GET).status()).isEqualTo(200);
    for (String elsewhere :
        new String[] {
          target(gateways, "Gateway", "other"),
          target(gateways, "GatewayClass", "istio-waypoint"),
          target("", "Service", "web"),
          target("networking.istio.io", "ServiceEntry", "app"),
          target("networking.istio.io", "Gateway", "edge"),
        }) {
      mesh.policy(elsewhere);
      assertThat(GET.send(mesh.edge()).status()).as(elsewhere).isEqualTo(200);
      assertThat(mesh.http(GET).status()).as(elsewhere).isEqualTo(200);
      assertThat(mesh.mesh().istiod().page("/debug/diagnostics").contains("targetRefs[0]"))
          .as("its owner is told: %s", elsewhere)
          .isEqualTo(!elsewhere.contains("other"));
    }
    mesh.policy(
        "targetRef: {group: gateway.networking.k8s.io, kind: Gateway, name: public}\n"
            + "action: DENY\nrules: [{}]");
    assertThat(GET.send(mesh.edge()).status()).as("written the old way").isEqualTo(403);
  }

  private static String dryRun(String name, String spec) {
    return """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: %s, namespace: default, annotations: {istio.io/dry-run: "true"}}
        spec: {%s}
        ---
        """
        .formatted(name, spec);
  }

  private long count(String stat) throws Exception {
    return mesh.sidecar().awaitLive(Await.PATIENCE).stats(stat).values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  /** Under the names that Istio's documentation tells people to look for. */
  @Test
  void dryRunIsCountedAndNotObeyed() throws Exception {
    mesh.apply(
        dryRun("no-gets", "action: DENY, rules: [{to: [{operation: {methods: [GET]}}]}]")
            + dryRun("only-gets", "rules: [{to: [{operation: {methods: [GET]}}]}]"));
    String denied = "^http.*istio_dry_run_deny_.?shadow_denied$";
    String notAllowed = "^http.*istio_dry_run_allow_.?shadow_denied$";
    String bytes = "^tcp.*istio_dry_run_deny_.?shadow_denied$";
    long before = count(denied);
    assertThat(mesh.http(GET).status()).isEqualTo(200);
    Await.until("the GET is counted", () -> count(denied) > before);
    long refused = count(notAllowed);
    assertThat(mesh.http(POST).status()).isEqualTo(200);
    Await.until("the POST is counted", () -> count(notAllowed) > refused);
    long connections = count(bytes);
    assertThat(mesh.takesBytes()).isTrue();
    Await.until("a rule about requests matches bytes", () -> count(bytes) > connections);
  }

  /** What a rule matches is marked for the access log, and everything goes on. */
  @Test
  void auditMarksWhatItMatchesAndRefusesNothing() throws Exception {
    mesh.policy("action: AUDIT\nrules: [{to: [{operation: {methods: [POST]}}]}]");
    assertThat(mesh.http(POST.with("x-request", "marked")).status()).isEqualTo(200);
    assertThat(mesh.http(GET.with("x-request", "unmarked")).status()).isEqualTo(200);
    assertThat(mesh.takesBytes()).isTrue();
    Await.until("both are logged", () -> mesh.logged("unmarked").isPresent());
    assertThat(mesh.logged("marked").orElseThrow()).contains("audited=true");
    assertThat(mesh.logged("unmarked").orElseThrow()).contains("audited=false");
  }
}
