package io.meltemi.translator.authz;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.rbac.v3.RBAC;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationSemanticsTest {

  private static final CallTo GET = CallTo.get("/");
  private static final CallTo CLIENT = GET.by("cluster.local/ns/shop/sa/client");

  @Test
  void withoutPoliciesNothingIsAsked() {
    assertThat(Decisions.of("").filters()).isSameAs(AuthorizationFilters.NONE);
  }

  @Test
  void allowWithoutRulesRefusesAll() {
    Decisions decisions = Decisions.ofSpec("action: ALLOW");
    assertThat(decisions.allows(GET)).isFalse();
    assertThat(decisions.allowsConnection(GET)).isFalse();
    assertThat(decisions.rules().getPoliciesMap())
        .containsOnlyKeys("ns[default]-policy[p]-rule[0]");
  }

  @Test
  void denyWithoutRulesRefusesNothing() {
    Decisions decisions = Decisions.ofSpec("action: DENY");
    assertThat(decisions.allows(GET)).isTrue();
    assertThat(decisions.allowsConnection(GET)).isTrue();
  }

  @Test
  void emptyRuleMatchesAll() {
    assertThat(Decisions.ofSpec("rules: [{}]").allows(GET)).isTrue();
    assertThat(Decisions.ofSpec("action: DENY\nrules: [{}]").allows(GET)).isFalse();
    assertThat(Decisions.ofSpec("action: DENY\nrules: [{}]").allowsConnection(GET)).isFalse();
  }

  @Test
  void denyWinsOverAllow() {
    Decisions decisions =
        Decisions.of(
            Decisions.policy("all", "rules: [{}]")
                + Decisions.policy(
                    "no-puts", "action: DENY\nrules: [{to: [{operation: {methods: [PUT]}}]}]"));
    assertThat(decisions.allows(GET)).isTrue();
    assertThat(decisions.allows(GET.method("PUT"))).isFalse();
  }

  /** Envoy joins two Host headers with a comma; nobody knows which of them an application takes. */
  @Test
  void twoHostsAreNoHostToAllowAndAnyHostToDeny() {
    String rule = "rules: [{to: [{operation: {hosts: [web.default]}}]}]";
    CallTo two = GET.host("other.test,web.default.evil");
    assertThat(Decisions.ofSpec(rule).allows(GET)).isTrue();
    assertThat(Decisions.ofSpec(rule).allows(GET.host("web.default,web.default"))).isFalse();
    assertThat(Decisions.ofSpec("action: DENY\n" + rule).allows(two)).isFalse();
    assertThat(Decisions.ofSpec("action: DENY\n" + rule).allows(GET.host("other.test"))).isTrue();
  }

  @Test
  void anyAllowPolicyIsEnough() {
    Decisions decisions =
        Decisions.of(
            Decisions.policy("nothing", "")
                + Decisions.policy("gets", "rules: [{to: [{operation: {methods: [GET]}}]}]"));
    assertThat(decisions.allows(GET)).isTrue();
    assertThat(decisions.allows(GET.method("PUT"))).isFalse();
  }

  @Test
  void filtersAskInOrderAuditDenyAllow() {
    Decisions decisions =
        Decisions.of(
            Decisions.policy("a", "rules: [{}]")
                + Decisions.policy("b", "action: AUDIT\nrules: [{}]")
                + Decisions.policy("c", "action: DENY\nrules: [{}]"));
    assertThat(decisions.http())
        .extracting(filter -> filter.getRules().getAction())
        .containsExactly(RBAC.Action.LOG, RBAC.Action.DENY, RBAC.Action.ALLOW);
  }

  @Test
  void auditRefusesNothing() {
    Decisions decisions = Decisions.ofSpec("action: AUDIT\nrules: [{}]");
    assertThat(decisions.allows(GET)).isTrue();
    assertThat(decisions.rules().getAction()).isEqualTo(RBAC.Action.LOG);
  }

  @Test
  void dryRunIsCountedUnderIstiosNames() {
    String dry =
        """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: %s, namespace: default, annotations: {istio.io/dry-run: "true"}}
        spec: {action: %s, rules: [{}]}
        ---
        """;
    Decisions decisions =
        Decisions.of(dry.formatted("deny", "DENY") + dry.formatted("allow", "ALLOW"));
    assertThat(decisions.allows(GET)).isTrue();
    assertThat(decisions.http())
        .extracting(filter -> filter.getShadowRulesStatPrefix())
        .containsExactly("istio_dry_run_deny_", "istio_dry_run_allow_");
    assertThat(decisions.http()).noneMatch(filter -> filter.hasRules());
    assertThat(decisions.http().getFirst().getShadowRules().getPoliciesMap())
        .containsOnlyKeys("ns[default]-policy[deny]-rule[0]");
  }

  @Test
  void dryRunBesideEnforcedChangesNoDecision() {
    Decisions decisions =
        Decisions.of(
            Decisions.policy("gets", "rules: [{to: [{operation: {methods: [GET]}}]}]")
                + """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: dry, namespace: default, annotations: {istio.io/dry-run: "true"}}
                spec: {rules: [{}]}
                """);
    assertThat(decisions.http()).hasSize(1);
    assertThat(decisions.allows(GET)).isTrue();
    assertThat(decisions.allows(GET.method("PUT"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "to: [{operation: {methods: [GET]}}]",
        "to: [{operation: {notMethods: [PUT]}}]",
        "to: [{operation: {paths: ['*']}}]",
        "to: [{operation: {hosts: ['*']}}]",
        "from: [{source: {requestPrincipals: ['*']}}]",
        "from: [{source: {notRequestPrincipals: ['*']}}]",
        "when: [{key: 'request.headers[x]', notValues: [y]}]",
        "when: [{key: 'request.auth.claims[x]', notValues: [y]}]",
        "when: [{key: request.auth.audiences, notValues: [y]}]",
        "when: [{key: request.auth.presenter, values: [y]}]",
      })
  void ruleAboutRequestsAllowsNoConnectionAndDeniesEvery(String rule) {
    assertThat(Decisions.ofSpec("rules: [{" + rule + "}]").allowsConnection(GET)).isFalse();
    assertThat(Decisions.ofSpec("action: DENY\nrules: [{" + rule + "}]").allowsConnection(GET))
        .isFalse();
  }

  @Test
  void denyKeepsTheConditionsThatConnectionsHave() {
    Decisions decisions =
        Decisions.ofSpec(
            "action: DENY\nrules: [{to: [{operation: {methods: [GET], ports: ['9']}}]}]");
    assertThat(decisions.allowsConnection(GET)).isTrue();
    assertThat(decisions.allowsConnection(GET.to("", "10.9.0.1", 9))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "from: [{source: {ipBlocks: [junk]}}]",
        "from: [{source: {notIpBlocks: [junk]}}]",
        "from: [{source: {serviceAccounts: [a/b/c]}}]",
        "to: [{operation: {ports: ['http']}}]",
        "to: [{operation: {paths: ['/a{*}b']}}]",
        "when: [{key: no.such.key, values: [a]}]",
        "when: [{key: 'request.auth.claims[]', notValues: [a]}]",
      })
  void whatMeansNothingAllowsNothingAndDeniesAll(String rule) {
    assertThat(Decisions.ofSpec("rules: [{" + rule + "}]").allows(GET)).isFalse();
    assertThat(Decisions.ofSpec("action: DENY\nrules: [{" + rule + "}]").allows(GET)).isFalse();
  }

  @Test
  void twoHostsInOneAreNotAllowedAndAreDenied() {
    CallTo two = GET.host("web.test,admin.test");
    String rule = "rules: [{to: [{operation: {hosts: ['*.test', web.*]}}]}]";
    assertThat(Decisions.ofSpec(rule).allows(two)).isFalse();
    assertThat(Decisions.ofSpec("action: DENY\n" + rule.replace("web", "a")).allows(two)).isFalse();
    assertThat(Decisions.ofSpec("action: DENY\n" + rule.replace("test", "x")).allows(two))
        .isFalse();
  }

  @Test
  void trustDomainAliasesAreTheSamePrincipal() {
    Decisions decisions =
        Decisions.of(
            "{trustDomain: new.org, trustDomainAliases: [old.org]}",
            Decisions.policy(
                "p",
                "rules: [{from: [{source: {principals: [old.org/ns/shop/sa/client,"
                    + " cluster.local/ns/shop/sa/second, foreign.org/ns/a/sa/b]}}]}]"));
    for (String own : ImmutableList.of("new.org", "old.org")) {
      assertThat(decisions.allows(GET.by(own + "/ns/shop/sa/client"))).isTrue();
      assertThat(decisions.allows(GET.by(own + "/ns/shop/sa/second"))).isTrue();
      assertThat(decisions.allows(GET.by(own + "/ns/a/sa/b"))).isFalse();
    }
    assertThat(decisions.allows(GET.by("foreign.org/ns/a/sa/b"))).isTrue();
    assertThat(decisions.allows(GET.by("foreign.org/ns/shop/sa/client"))).isFalse();
  }

  /** An issuer that chooses its subjects cleverly is not taken for another. */
  @Test
  void issuersDoNotSpeakForEachOther() {
    CallTo forged = GET.claim("iss", text("https://a")).claim("sub", text("b/user"));
    String rule = "rules: [{from: [{source: {requestPrincipals: ['https://a/b/user']}}]}]";
    assertThat(Decisions.ofSpec(rule).allows(forged)).isFalse();
    assertThat(Decisions.ofSpec("action: DENY\n" + rule).allows(forged)).isFalse();
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }

  private static final String PROVIDERS =
      """
      extensionProviders:
      - name: web-authz
        envoyExtAuthzHttp: {service: authz.example.com, port: 8000}
      - name: grpc-authz
        envoyExtAuthzGrpc: {service: default/authz.example.com, port: 9000}
      - name: lost
        envoyExtAuthzGrpc: {service: nowhere.example.com, port: 9000}
      """;

  private static final String AUTHZ =
      """
      apiVersion: networking.istio.io/v1
      kind: ServiceEntry
      metadata: {name: authz, namespace: default}
      spec:
        hosts: [authz.example.com]
        ports: [{number: 8000, name: http, protocol: HTTP}, {number: 9000, name: grpc, protocol: GRPC}]
        resolution: STATIC
        endpoints: [{address: 10.8.0.1}]
      ---
      """;

  private static String custom(String name, String provider) {
    return Decisions.policy(
        name,
        "action: CUSTOM\nprovider: {name: "
            + provider
            + "}\nrules: [{to: [{operation: {methods: [GET]}}]}]");
  }

  @Test
  void customAsksBeforeAnybodyElseAndOnlyWhereARuleMatches() {
    Decisions decisions =
        Decisions.of(
            PROVIDERS, AUTHZ + custom("ask", "web-authz") + Decisions.policy("all", "rules: [{}]"));
    assertThat(decisions.filters().http())
        .extracting(HttpFilter::getName)
        .containsExactly(
            "envoy.filters.http.rbac", "envoy.filters.http.ext_authz", "envoy.filters.http.rbac");
    assertThat(decisions.http().getFirst().hasRules()).isFalse();
    assertThat(decisions.http().getFirst().getShadowRulesStatPrefix())
        .isEqualTo("istio_ext_authz_");
    RBAC noted = decisions.http().getFirst().getShadowRules();
    assertThat(new RbacSimulator(GET).matchedRule(noted))
        .contains("istio-ext-authz-ns[default]-policy[ask]-rule[0]");
    assertThat(new RbacSimulator(GET.method("PUT")).matchedRule(noted)).isEmpty();
    assertThat(decisions.diagnostics()).isEmpty();
  }

  @Test
  void severalAuthorizersReadTheirOwnNotes() {
    Decisions decisions =
        Decisions.of(PROVIDERS, AUTHZ + custom("a", "web-authz") + custom("b", "grpc-authz"));
    assertThat(decisions.http())
        .extracting(filter -> filter.getShadowRulesStatPrefix())
        .containsExactly("istio_ext_authz_grpc-authz_", "istio_ext_authz_web-authz_");
    assertThat(decisions.diagnostics()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lost", "unheard-of", "''"})
  void whatNobodyCanDecideIsRefused(String provider) {
    Decisions decisions = Decisions.of(PROVIDERS, AUTHZ + custom("ask", provider));
    assertThat(decisions.allows(GET)).isFalse();
    assertThat(decisions.allows(GET.method("PUT"))).isTrue();
    assertThat(decisions.allowsConnection(CLIENT)).isFalse();
    assertThat(decisions.diagnostics())
        .singleElement()
        .extracting(Object::toString)
        .asString()
        .contains("AuthorizationPolicy default/ask spec.provider.name");
  }

  @Test
  void authorizerOfRequestsRefusesTheConnectionsItCannotJudge() {
    assertThat(Decisions.of(PROVIDERS, AUTHZ + custom("ask", "web-authz")).allowsConnection(CLIENT))
        .isFalse();
    assertThat(
            Decisions.of(PROVIDERS, AUTHZ + custom("ask", "grpc-authz")).allowsConnection(CLIENT))
        .isTrue();
  }
}
