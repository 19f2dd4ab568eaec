package io.meltemi.translator.config.standin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.AuthorizationPolicy;
import io.meltemi.translator.config.AuthorizationPolicy.Action;
import io.meltemi.translator.config.PeerAuthentication;
import io.meltemi.translator.config.PeerAuthentication.MutualTls.Mode;
import io.meltemi.translator.config.PolicyTargetRef;
import io.meltemi.translator.config.RequestAuthentication;
import io.meltemi.translator.config.RequestAuthentication.JwtRule;
import io.meltemi.translator.config.decode.ConfigFile;
import io.meltemi.translator.config.decode.LocatedStandIn;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a policy that was refused still does: never less than was meant. */
final class StandInsTest {

  private static ConfigFile file(String kind, String spec) {
    return ConfigFile.read(
        "f.yaml",
        """
        apiVersion: security.istio.io/v1
        kind: %s
        metadata: {name: p, namespace: shop}
        spec:
        """
                .formatted(kind)
            + spec.indent(2));
  }

  /** The only stand-in of a file whose only object is refused. */
  private static LocatedStandIn standIn(ConfigFile file) {
    assertThat(file.objects()).isEmpty();
    assertThat(file.diagnostics()).extracting(Diagnostic::severity).contains(Severity.ERROR);
    assertThat(file.standIns()).hasSize(1);
    return file.standIns().getFirst();
  }

  private static AuthorizationPolicy authorization(String spec) {
    return (AuthorizationPolicy)
        standIn(file("AuthorizationPolicy", spec)).standIn().object().spec();
  }

  private static RequestAuthentication authentication(String spec) {
    return (RequestAuthentication)
        standIn(file("RequestAuthentication", spec)).standIn().object().spec();
  }

  private static PeerAuthentication peers(String spec) {
    return (PeerAuthentication) standIn(file("PeerAuthentication", spec)).standIn().object().spec();
  }

  private static void assertRefusesAll(AuthorizationPolicy policy) {
    assertThat(policy.action()).isEqualTo(Action.DENY);
    assertThat(policy.rules())
        .containsExactly(
            new AuthorizationPolicy.Rule(
                ImmutableList.of(), ImmutableList.of(), ImmutableList.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "action: DENIE\nrules: [{to: [{operation: {paths: [/a]}}]}]",
        "action: [DENY]\nrules: [{to: [{operation: {paths: [/a]}}]}]",
        "action: DENY\nrules: {to: []}",
        "action: DENY\nrules: [hello, {to: [{operation: {paths: [/a]}}]}]",
        "action: DENY\nrule: [{to: [{operation: {paths: [/a]}}]}]",
        "action: ALLOW\nrules: hello",
        "rules: [{}]\nprovider: {name: ext}",
        "- a list",
        "action: DENY\nrules: [{to: [{operation: {paths: [/a]}}]}",
        "action: DENY\nrules: []\nrules: []",
      })
  void policyThatCannotBeReadRefusesAllThatItSelects(String spec) {
    assertRefusesAll(authorization(spec));
  }

  @Test
  void allowingRuleThatCannotBeReadLetsNothingThroughAndTheOthersStay() {
    AuthorizationPolicy policy =
        authorization(
            """
            selector: {matchLabels: {app: web}}
            rules:
            - to: [{operation: {methods: [GET]}}]
            - to: [{operation: {methods: [GET], path: [/a]}}]
            - when: [{key: request.header, values: [a]}]
            """);
    assertThat(policy.action()).isEqualTo(Action.ALLOW);
    assertThat(policy.selector().orElseThrow().labels()).containsExactlyEntriesOf(labels("web"));
    assertThat(policy.rules()).hasSize(1);
    assertThat(policy.rules().getFirst().to().getFirst().methods()).containsExactly("GET");
  }

  @Test
  void allowingPolicyWithoutAReadableRuleRefusesAll() {
    AuthorizationPolicy policy = authorization("rules: [{from: [{source: {ipBlocks: [x]}}]}]");
    assertThat(policy.action()).isEqualTo(Action.ALLOW);
    assertThat(policy.rules()).isEmpty();
  }

  @Test
  void refusingRuleHoldsWhateverItsUnreadablePartWouldAsk() {
    AuthorizationPolicy policy =
        authorization(
            """
            action: DENY
            rules:
            - from: [{source: {ipBlocks: [10.0.0.300]}}]
              to: [{operation: {paths: [/admin]}}]
            - from: [{source: {namespaces: [a]}}]
            """);
    assertThat(policy.rules().get(0).from()).isEmpty();
    assertThat(policy.rules().get(0).to().getFirst().paths()).containsExactly("/admin");
    assertThat(policy.rules().get(1).from().getFirst().namespaces()).containsExactly("a");
  }

  @Test
  void customPolicyStillAsksAboutWhatItsRulesMayMatch() {
    AuthorizationPolicy policy =
        authorization(
            """
            action: CUSTOM
            provider: {name: ext}
            rules: [{to: [{operation: {ports: [http]}}]}]
            """);
    assertThat(policy.action()).isEqualTo(Action.CUSTOM);
    assertThat(policy.provider().orElseThrow().name()).isEqualTo("ext");
    assertThat(policy.rules().getFirst().to()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "action: CUSTOM",
        "action: CUSTOM\nprovider: ext",
        "action: CUSTOM\nprovider: {nam: ext}",
        "action: DENY\nprovider: {name: ext}",
      })
  void whatNobodyCanBeAskedAboutIsRefused(String beginning) {
    AuthorizationPolicy policy =
        authorization(beginning + "\nrules: [{to: [{operation: {paths: [/a]}}]}]");
    assertThat(policy.action()).isEqualTo(Action.DENY);
    assertThat(policy.rules().getFirst().to().getFirst().paths()).containsExactly("/a");
  }

  @Test
  void auditAndDryRunRefuseNothingSoNothingStandsInForThem() {
    assertThat(file("AuthorizationPolicy", "action: AUDIT\nrules: [hello]").standIns()).isEmpty();
    String dry =
        """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: p, annotations: {istio.io/dry-run: "true"}}
        spec: {action: DENIE}
        """;
    assertThat(ConfigFile.read("f.yaml", dry).standIns()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "selector: {matchLabels: {app: web}}              | {app=web}",
        "selector: {matchLabels: {app: web, v: [1]}}      | {app=web}",
        "selector: {matchLabels: {app: web, v: 'x*'}}     | {app=web}",
        "selector: {matchLabels: {app: web, v: 'a b'}}    | {app=web}",
        "selector: {matchLabels: {app: 'w*'}}             | {}",
        "selector: {matchLabel: {app: web}}               | {}",
        "selector: web                                    | {}",
      })
  void whatCanBeReadOfTheSelectorBoundsIt(String selector, String labels) {
    AuthorizationPolicy policy = authorization(selector + "\naction: NO");
    assertRefusesAll(policy);
    assertThat(policy.selector().map(it -> it.labels().toString()).orElse("none"))
        .isEqualTo(labels);
    assertThat(policy.targetRefs()).isEmpty();
  }

  /** The rest of the spec may be gone, but whom it is for was read before it broke. */
  @Test
  void textThatBreaksAfterTheSelectorIsForWhatItSelects() {
    AuthorizationPolicy policy =
        authorization("selector: {matchLabels: {app: web}}\naction: DENY\nrules: [{");
    assertRefusesAll(policy);
    assertThat(policy.selector().orElseThrow().labels()).containsExactlyEntriesOf(labels("web"));
    assertThat(authorization("selector: {matchLabels: {app: web").selector())
        .as("what was not read to its end was not read")
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, nam: edge}]",
        "targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: 'e*'}]",
        "targetRefs: [{group: gateway.networking.k8s.io, kind: Gatewy, name: edge}]",
        "targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: e, namespace: f}]",
        "targetRefs: edge",
        "targetRef: {kind: 5, name: edge}",
      })
  void unreadableTargetMayBeAnyGatewayAndNoSidecar(String targets) {
    AuthorizationPolicy policy = authorization(targets + "\naction: DENY\nrules: [{}]");
    assertThat(policy.targetRefs()).containsExactly(PolicyTargetRef.ANY_GATEWAY);
    assertThat(policy.selector()).isEmpty();
  }

  @Test
  void selectorAndTargetsTogetherHoldForBoth() {
    AuthorizationPolicy policy =
        authorization(
            """
            selector: {matchLabels: {app: web}}
            targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: edge}]
            action: DENY
            rules: [{}]
            """);
    assertThat(policy.selector()).isPresent();
    assertThat(policy.targetRefs()).containsExactly(PolicyTargetRef.ANY_GATEWAY);
  }

  @Test
  void unreadableSelectorBesideTargetsHoldsForEverybody() {
    AuthorizationPolicy policy =
        authorization(
            """
            selector: web
            targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: edge}]
            action: DENY
            rules: [{}]
            """);
    assertThat(policy.selector().orElseThrow().labels()).isEmpty();
    assertThat(policy.targetRefs()).containsExactly(PolicyTargetRef.ANY_GATEWAY);
  }

  @Test
  void badNameDoesNotTakeThePolicyWithIt() {
    ConfigFile file =
        ConfigFile.read(
            "f.yaml",
            """
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: No_Admin, namespace: shop}
            spec: {action: DENY, rules: [{to: [{operation: {paths: [/admin]}}]}]}
            """);
    AuthorizationPolicy policy = (AuthorizationPolicy) standIn(file).standIn().object().spec();
    assertThat(policy.rules().getFirst().to().getFirst().paths()).containsExactly("/admin");
  }

  @Test
  void ruleWithMoreMistakesThanAreWrittenDownIsNotReliedOn() {
    StringBuilder rules = new StringBuilder("action: DENY\nrules:\n");
    for (int i = 0; i < 150; i++) {
      rules.append("- to: [{operation: {paths: [/a], ports: [x").append(i).append("]}}]\n");
    }
    assertRefusesAll(authorization(rules.toString()));
  }

  @Test
  void selectorWithMoreMistakesThanAreWrittenDownIsNotReliedOn() {
    StringBuilder spec = new StringBuilder("action: DENY\nselector:\n  matchLabels:\n");
    for (int i = 0; i < 300; i++) {
      spec.append("    l").append(i).append(": '*'\n");
    }
    AuthorizationPolicy policy = authorization(spec.toString());
    assertRefusesAll(policy);
    assertThat(policy.selector().orElseThrow().labels()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mtls: {mode: STRICKT}                                                   | STRICT | {}",
        "mtls: STRICT                                                            | STRICT | {}",
        "mtls: {modes: STRICT}                                                   | STRICT | {}",
        "mlts: {mode: STRICT}                                                    | STRICT | {}",
        "hello                                                                   | STRICT | {}",
        "mtls: {mode: DISABLE}\\nportLevelMtls: {'80': {mode: STRICT}}           | STRICT | {}",
        "S\\nmtls: {mode: DISABLE}\\nportLevelMtls: {'80': {mode: STRIKT}}       | DISABLE | {80=STRICT}",
        "S\\nmtls: {mode: DISABLE}\\nportLevelMtls: {'80': STRICT, '81': {}}     | DISABLE | {80=STRICT, 81=UNSET}",
        "S\\nmtls: {mode: NO}\\nportLevelMtls: {'80': {mode: DISABLE}}           | STRICT | {80=DISABLE}",
        "S\\nmtls: {mode: DISABLE}\\nportLevelMtls: {http: {mode: STRICT}}       | STRICT | {}",
        "S\\nmtls: {mode: DISABLE}\\nportLevelMtls: {'70000': {mode: STRICT}}    | STRICT | {}",
        "S\\nmtls: {mode: DISABLE}\\nportLevelMtls: [STRICT]                     | STRICT | {}",
        "selector: [a]\\nportLevelMtls: {'80': {mode: DISABLE}}                  | STRICT | {}",
      })
  void modeThatCannotBeReadIsStrict(String spec, Mode mode, String ports) {
    PeerAuthentication policy =
        peers(spec.replace("\\n", "\n").replace("S\n", "selector: {matchLabels: {app: web}}\n"));
    assertThat(policy.mtls().orElseThrow().mode()).isEqualTo(mode);
    ImmutableSortedMap.Builder<Integer, Mode> modes = ImmutableSortedMap.naturalOrder();
    policy.portLevelMtls().forEach((port, mtls) -> modes.put(port, mtls.mode()));
    assertThat(modes.buildOrThrow()).hasToString(ports);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jwks: '{}'",
        "jwks: hello",
        "jwksUri: 'file:///etc/passwd'",
        "jwksUri: 'http://keys.test', jwks: '{\"keys\":[]}'",
        "jwksUri: 'http://keys.test', audiences: web",
        "jwksUri: 'http://keys.test', audience: [web]",
        "jwksUri: 'http://keys.test', fromHeaders: [{name: 'a b'}]",
        "jwksUri: 'http://keys.test', outputClaimToHeaders: [{header: 'a b', claim: sub}]",
      })
  void issuerWhoseRuleCannotBeReadHasNoKeys(String fields) {
    RequestAuthentication policy =
        authentication(
            """
            jwtRules:
            - {issuer: "https://good.test", jwksUri: "https://good.test/keys"}
            - {issuer: "https://bad.test", %s}
            """
                .formatted(fields));
    assertThat(policy.jwtRules())
        .extracting(JwtRule::issuer)
        .containsExactly("https://good.test", "https://bad.test");
    assertThat(policy.jwtRules().get(0).keysAddress()).contains("https://good.test/keys");
    assertThat(policy.jwtRules().get(1).keysAddress()).isEmpty();
    assertThat(policy.jwtRules().get(1).jwks()).isEqualTo("{\"keys\":[]}");
  }

  /** Forged headers must not arrive, so those that claims are written to are kept. */
  @Test
  void headersOfClaimsAreStillTakenFromRequests() {
    RequestAuthentication policy =
        authentication(
            """
            jwtRules:
            - issuer: a
              jwks: x
              outputPayloadToHeader: x-payload
              outputClaimToHeaders: [{header: x-user, claim: sub}]
              fromCookies: [session]
              forwardOriginalToken: true
            """);
    JwtRule rule = policy.jwtRules().getFirst();
    assertThat(rule.outputPayloadToHeader()).isEqualTo("x-payload");
    assertThat(rule.outputClaimToHeaders().getFirst().header()).isEqualTo("x-user");
    assertThat(rule.fromCookies()).containsExactly("session");
    assertThat(rule.forwardOriginalToken()).isFalse();
  }

  @Test
  void timeoutThatCannotBeReadIsTheUsualOne() {
    RequestAuthentication policy =
        authentication("jwtRules: [{issuer: a, jwksUri: 'http://keys.test', timeout: soon}]");
    assertThat(policy.jwtRules().getFirst().keysAddress()).contains("http://keys.test");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jwtRules: hello",
        "jwtRule: [{issuer: good}]",
        "jwtRules: [hello, {issuer: good, jwksUri: 'http://keys.test'}]",
        "jwtRules: [{jwksUri: 'http://keys.test'}]",
        "hello",
      })
  void withoutAReadableIssuerNobodysTokensAreGood(String spec) {
    RequestAuthentication policy = authentication(spec);
    assertThat(policy.jwtRules()).isNotEmpty();
    assertThat(policy.jwtRules().getLast().issuer()).isEqualTo("unreadable.invalid");
    assertThat(policy.jwtRules()).allMatch(rule -> rule.jwks().equals("{\"keys\":[]}"));
  }

  @Test
  void whatStandsInSaysSo() {
    LocatedStandIn standIn =
        standIn(
            file(
                "AuthorizationPolicy",
                "selector: web\naction: DENY\nrules: [{to: [{operation: {ports: [x]}}]}]"));
    assertThat(standIn.diagnostic())
        .hasToString(
            "f.yaml:1:1: warning [TakenStrictly] AuthorizationPolicy shop/p: cannot be understood"
                + " and has no good version: until it is mended, what cannot be read of"
                + " spec.rules[0] is taken to match; its selector could not be read, so that is all"
                + " that a policy of its namespace can select");
  }

  @Test
  void otherKindsAreLeftOut() {
    ConfigFile file =
        ConfigFile.read(
            "f.yaml",
            """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: p}
            spec: {hosts: hello}
            """);
    assertThat(file.rejected()).hasSize(1);
    assertThat(file.standIns()).isEmpty();
  }

  private static ImmutableSortedMap<String, String> labels(String app) {
    return ImmutableSortedMap.of("app", app);
  }
}
