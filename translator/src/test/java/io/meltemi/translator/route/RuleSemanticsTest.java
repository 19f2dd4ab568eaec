package io.meltemi.translator.route;

import static io.meltemi.translator.route.RouteFixtures.SUFFIX;
import static io.meltemi.translator.route.RouteFixtures.service;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.extensions.filters.http.cors.v3.CorsPolicy;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.HTTPFault;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.config.Headers;
import io.meltemi.translator.config.HttpRetry;
import io.meltemi.translator.config.HttpRoute;
import io.meltemi.translator.config.Percent;
import io.meltemi.translator.config.StringMatch;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.config.decode.ConfigFile;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.model.Protocol;
import io.meltemi.translator.naming.MeshHeaders;
import io.meltemi.translator.route.RouteFixtures.Mesh;
import io.meltemi.translator.route.RouteSimulator.Outcome;
import io.meltemi.translator.route.RouteSimulator.Request;
import io.meltemi.translator.route.RuleBuilder.MatchBuilder;
import io.meltemi.translator.xds.Protos;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the words of a VirtualService's HTTP rules mean, asked of the routes made from them. */
class RuleSemanticsTest {

  private static final String HOST = "reviews";
  private static final String CLUSTER = "outbound|9080||reviews.default.svc.cluster.local";
  private static final String ROUTE = "route: [{destination: {host: reviews}}]";

  private static ConfigFile file(String kind, String spec) {
    ConfigFile file =
        ConfigFile.read(
            "test.yaml",
            "apiVersion: networking.istio.io/v1\nkind: "
                + kind
                + "\nmetadata: {name: rule, namespace: default}\nspec:\n"
                + spec.indent(2));
    assertThat(file.objects()).as(file.diagnostics().toString()).hasSize(1);
    return file;
  }

  /** The mesh with one VirtualService; {@code http} is its list of rules. */
  private static Mesh mesh(String http) {
    ConfigObject<VirtualService> rule =
        file("VirtualService", "hosts: [reviews]\nhttp:\n" + http)
            .objects()
            .getFirst()
            .object()
            .as(VirtualService.class)
            .orElseThrow();
    return new Mesh().services(service(HOST + SUFFIX, 9080, Protocol.HTTP)).rules(rule);
  }

  private static Outcome call(String http, Request request) {
    return mesh(http).table("9080").call(request);
  }

  private static Outcome.Forwarded forwarded(String http, Request request) {
    return (Outcome.Forwarded) call(http, request);
  }

  /** Whether a rule with only this match takes the request. */
  private static boolean matches(String match, Request request) {
    return call("- match: [{" + match + "}]\n  " + ROUTE, request) instanceof Outcome.Forwarded;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "uri: {exact: /a}; /a; /a/b",
        "uri: {exact: /a}; /a?x=1; /A",
        "uri: {prefix: /a}; /ab; /b",
        "uri: {prefix: /A}, ignoreUriCase: true; /ab; /b",
        "uri: {exact: /A}, ignoreUriCase: true; /a; /ab",
        "uri: {regex: '/[0-9]+'}; /12; /12a",
        "queryParams: {q: {exact: '1'}}; /?q=1; /?q=2",
        "queryParams: {q: {prefix: v}}; /?p=1&q=v2; /?q=2",
        "queryParams: {q: {regex: 'a+'}}; /?q=aa; /?q=ab",
        "queryParams: {q: {}}; /?q=; /?p=1",
        "uri: {}; /anything; ",
      })
  void pathsAreMatched(String match, String yes, String no) {
    assertThat(matches(match, Request.get(HOST, yes))).as(yes).isTrue();
    if (no != null) {
      assertThat(matches(match, Request.get(HOST, no))).as(no).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "headers: {end-user: {exact: jason}}; jason; bob",
        "headers: {end-user: {prefix: ja}}; jason; bob",
        "headers: {end-user: {prefix: ''}}; jason; ",
        "headers: {end-user: {regex: 'j.*'}}; jason; bob",
        "headers: {end-user: {}}; bob; ",
        "withoutHeaders: {end-user: {exact: jason}}; bob; jason",
        "withoutHeaders: {other: {}}; bob; ",
      })
  void headersAreMatched(String match, String yes, String no) {
    Request request = Request.get(HOST, "/");
    assertThat(matches(match, request.with("end-user", yes))).isTrue();
    if (no != null) {
      assertThat(matches(match, request.with("end-user", no))).isFalse();
    }
  }

  @Test
  void absentHeadersMatchOnlyWhereTheyAreNotWanted() {
    Request request = Request.get(HOST, "/");
    assertThat(matches("headers: {end-user: {}}", request)).isFalse();
    assertThat(matches("withoutHeaders: {end-user: {}}", request)).isTrue();
    assertThat(matches("withoutHeaders: {end-user: {exact: jason}}", request)).isTrue();
    assertThat(matches("withoutHeaders: {end-user: {}}", request.with("end-user", "x"))).isFalse();
  }

  @Test
  void methodSchemeAndAuthorityAreMatched() {
    Request get = Request.get(HOST, "/");
    assertThat(matches("method: {exact: GET}", get)).isTrue();
    assertThat(matches("method: {exact: GET}", get.method("POST"))).isFalse();
    assertThat(matches("scheme: {exact: http}", get)).isTrue();
    assertThat(matches("authority: {prefix: rev}", get)).isTrue();
    assertThat(matches("headers: {':authority': {exact: other}}", get)).isFalse();
  }

  @Test
  void allConditionsOfAMatchMustHoldAndAnyMatchOfARule() {
    String http =
        """
        - match: [{uri: {prefix: /a}, method: {exact: POST}}, {uri: {exact: /b}}]
          route: [{destination: {host: reviews}}]
        """;
    assertThat(call(http, Request.get(HOST, "/a"))).isEqualTo(RouteSimulator.NOT_FOUND);
    assertThat(call(http, Request.get(HOST, "/a").method("POST")))
        .isInstanceOf(Outcome.Forwarded.class);
    assertThat(call(http, Request.get(HOST, "/b"))).isInstanceOf(Outcome.Forwarded.class);
  }

  @Test
  void jwtClaimsAreMatchedInTheMetadataOfTheirFilter() throws Exception {
    Mesh mesh =
        mesh("- match: [{headers: {'@request.auth.claims[group][id]': {exact: dev}}}]\n  " + ROUTE);
    Route route = mesh.table("9080").virtualHost(HOST).orElseThrow().getRoutes(0);
    assertThat(route.getMatch().getHeadersCount()).isZero();
    assertThat(route.getMatch().getDynamicMetadata(0).getPathList())
        .extracting(segment -> segment.getKey())
        .containsExactly("payload", "group", "id");
  }

  @Test
  void requestsAreSharedByWeight() {
    Outcome.Forwarded outcome =
        forwarded(
            """
            - route:
              - {destination: {host: reviews, subset: v1}, weight: 90}
              - {destination: {host: reviews, subset: v2}, weight: 10}
              - {destination: {host: reviews, subset: v3}, weight: 0}
            """,
            Request.get(HOST, "/"));
    assertThat(outcome.clusters())
        .isEqualTo(
            Map.of(
                "outbound|9080|v1|reviews.default.svc.cluster.local", 90,
                "outbound|9080|v2|reviews.default.svc.cluster.local", 10));
  }

  @Test
  void headersAreSetAddedAndRemoved() {
    Outcome.Forwarded outcome =
        forwarded(
            """
            - headers: {request: {set: {x-a: new}, add: {x-b: more}, remove: [x-c]}}
              route:
              - destination: {host: reviews}
                headers: {request: {add: {x-b: last}, set: {host: inner}}, response: {set: {x-r: '1'}}}
            """,
            Request.get(HOST, "/").with("x-a", "old").with("x-b", "some").with("x-c", "gone"));
    assertThat(outcome.headers()).isEqualTo(Map.of("x-a", "new", "x-b", "some,more,last"));
    assertThat(outcome.host()).isEqualTo("inner");
    assertThat(outcome.route().getResponseHeadersToAdd(0).getHeader().getKey()).isEqualTo("x-r");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "uri: {prefix: /old}; uri: /new; /old/x?q=1; /new/x?q=1",
        "uri: {exact: /old}; uri: /new; /old; /new",
        "uri: {prefix: /}; uriRegexRewrite: {match: '^/v([0-9])/(.*)', rewrite: '/\\2/\\1'}; /v2/a; /a/2",
      })
  void pathsAreRewritten(String match, String rewrite, String from, String to) {
    String http = "- match: [{" + match + "}]\n  rewrite: {" + rewrite + "}\n  " + ROUTE;
    assertThat(forwarded(http, Request.get(HOST, from)).path()).isEqualTo(to);
  }

  @Test
  void theRewrittenAuthorityWinsOverHeaderOperations() {
    String http =
        "- rewrite: {authority: outer}\n  headers: {request: {set: {Host: header}}}\n  " + ROUTE;
    assertThat(forwarded(http, Request.get(HOST, "/")).host()).isEqualTo("outer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "uri: /to; 301; http://reviews/to",
        "authority: other.com, redirectCode: 302; 302; http://other.com/from",
        "scheme: https, redirectCode: 307; 307; https://reviews/from",
        "port: 8443, scheme: https; 301; https://reviews:8443/from",
        "port: 443, scheme: https; 301; https://reviews/from",
        "derivePort: FROM_REQUEST_PORT; 301; http://reviews:9080/from",
        "derivePort: FROM_PROTOCOL_DEFAULT; 301; http://reviews/from",
      })
  void clientsAreRedirected(String redirect, int status, String location) {
    assertThat(call("- redirect: {" + redirect + "}", Request.get(HOST, "/from")))
        .isEqualTo(new Outcome.Redirected(status, location));
  }

  @Test
  void theProxyAnswersItself() {
    assertThat(call("- directResponse: {status: 418, body: {string: tea}}", Request.get(HOST, "/")))
        .isEqualTo(new Outcome.Answered(418, "tea"));
    assertThat(call("- directResponse: {status: 200, body: {bytes: aGk=}}", Request.get(HOST, "/")))
        .isEqualTo(new Outcome.Answered(200, "hi"));
  }

  private static RouteAction action(String http) {
    return forwarded(http, Request.get(HOST, "/")).action();
  }

  @Test
  @SuppressWarnings("deprecation") // max_grpc_timeout: TimeoutConfigurer says why
  void timeoutsAreOffUnlessTheRuleHasOne() {
    assertThat(action("- " + ROUTE).getTimeout().getSeconds()).isZero();
    assertThat(action("- " + ROUTE).hasTimeout()).isTrue();
    RouteAction limited = action("- timeout: 3s\n  " + ROUTE);
    assertThat(limited.getTimeout().getSeconds()).isEqualTo(3);
    assertThat(limited.hasMaxStreamDuration()).isFalse();
    assertThat(limited.getMaxGrpcTimeout().getSeconds()).isEqualTo(3);
  }

  @Test
  void routesInheritIstiosRetriesFromTheirHost() {
    Mesh mesh = mesh("- " + ROUTE);
    RetryPolicy host = mesh.table("9080").virtualHost(HOST).orElseThrow().getRetryPolicy();
    assertThat(host.getNumRetries().getValue()).isEqualTo(2);
    assertThat(host.getRetryOn())
        .isEqualTo(
            "connect-failure,refused-stream,unavailable,cancelled,reset-before-request,retriable-headers");
    assertThat(host.getRetriableHeaders(0).getName()).isEqualTo(MeshHeaders.UNDELIVERED);
    assertThat(host.getRetryHostPredicateCount()).isEqualTo(1);
    assertThat(action("- " + ROUTE).hasRetryPolicy()).isFalse();
  }

  @Test
  void aRuleSaysHowToRetry() {
    RetryPolicy policy =
        action(
                "- retries: {attempts: 3, perTryTimeout: 1s, retryOn: '5xx, 429',"
                    + " retryRemoteLocalities: true, retryIgnorePreviousHosts: false, backoff: 50ms}\n  "
                    + ROUTE)
            .getRetryPolicy();
    assertThat(policy.getNumRetries().getValue()).isEqualTo(3);
    assertThat(policy.getPerTryTimeout().getSeconds()).isEqualTo(1);
    assertThat(policy.getRetryOn()).isEqualTo("5xx,retriable-status-codes");
    assertThat(policy.getRetriableStatusCodesList()).containsExactly(429);
    assertThat(policy.getRetryHostPredicateCount()).isZero();
    assertThat(policy.getRetryPriority().getName())
        .isEqualTo("envoy.retry_priorities.previous_priorities");
    assertThat(policy.getRetryBackOff().getBaseInterval())
        .isEqualTo(Protos.duration(Duration.ofMillis(50)));
  }

  @Test
  void zeroAttemptsSwitchRetriesOff() {
    RouteAction action = action("- retries: {attempts: 0}\n  " + ROUTE);
    assertThat(action.hasRetryPolicy()).isTrue();
    assertThat(action.getRetryPolicy()).isEqualTo(RetryPolicy.getDefaultInstance());
  }

  @Test
  void theMeshSaysHowToRetryWhereNoRuleDoes() {
    HttpRetry none =
        new HttpRetry(
            0, Optional.empty(), "", Optional.empty(), Optional.empty(), Optional.empty());
    RouteDefaults defaults = new RouteDefaults(Optional.of(none), true, false);
    assertThat(RetryResolver.ofVirtualHost(defaults.retries(), Findings.of(ConfigKey.NONE)))
        .isEqualTo(new RetryPolicyPlan.Disabled());
  }

  private static <T extends com.google.protobuf.Message> T filter(
      String http, String name, Class<T> type) throws InvalidProtocolBufferException {
    Any config =
        forwarded(http, Request.get(HOST, "/")).route().getTypedPerFilterConfigOrThrow(name);
    return config.unpack(type);
  }

  @Test
  void faultsAreMadeForAShareOfTheRequests() throws Exception {
    HTTPFault fault =
        filter(
            """
            - fault:
                delay: {fixedDelay: 5s, percentage: {value: 0.5}}
                abort: {grpcStatus: UNAVAILABLE, percentage: {value: 100}}
              route: [{destination: {host: reviews}}]
            """,
            "envoy.filters.http.fault",
            HTTPFault.class);
    assertThat(fault.getDelay().getFixedDelay().getSeconds()).isEqualTo(5);
    assertThat(fault.getDelay().getPercentage().getNumerator()).isEqualTo(5_000);
    assertThat(fault.getAbort().getGrpcStatus()).isEqualTo(14);
    assertThat(fault.getAbort().getPercentage().getNumerator()).isEqualTo(1_000_000);
  }

  @Test
  void originsMayBeCompared() throws Exception {
    CorsPolicy cors =
        filter(
            """
            - corsPolicy:
                allowOrigins: [{exact: "http://a"}, {prefix: "http://b"}, {regex: ".*c"}]
                allowMethods: [GET, POST]
                maxAge: 24h
                allowCredentials: true
                unmatchedPreflights: IGNORE
              route: [{destination: {host: reviews}}]
            """,
            "envoy.filters.http.cors",
            CorsPolicy.class);
    assertThat(cors.getAllowOriginStringMatchCount()).isEqualTo(3);
    assertThat(cors.getAllowMethods()).isEqualTo("GET,POST");
    assertThat(cors.getMaxAge()).isEqualTo("86400");
    assertThat(cors.getAllowCredentials().getValue()).isTrue();
    assertThat(cors.getForwardNotMatchingPreflights().getValue()).isFalse();
  }

  @Test
  void copiesGoToEveryMirrorWithAShare() {
    RouteAction action =
        action(
            """
            - route: [{destination: {host: reviews}}]
              mirrors:
              - {destination: {host: reviews, subset: v2}, percentage: {value: 10}}
              - {destination: {host: reviews, subset: v3}}
              - {destination: {host: reviews, subset: v4}, percentage: {value: 0}}
            """);
    assertThat(action.getRequestMirrorPoliciesList())
        .extracting(RouteAction.RequestMirrorPolicy::getCluster)
        .containsExactly(
            "outbound|9080|v2|reviews.default.svc.cluster.local",
            "outbound|9080|v3|reviews.default.svc.cluster.local");
    assertThat(
            action
                .getRequestMirrorPolicies(0)
                .getRuntimeFraction()
                .getDefaultValue()
                .getNumerator())
        .isEqualTo(100_000);
    assertThat(action.getRequestMirrorPolicies(1).hasRuntimeFraction()).isFalse();
  }

  @Test
  void hashedDestinationsAreHashedOnTheRouteAndRetriedOnTheSameEndpoint() {
    DestinationRule rule =
        file(
                "DestinationRule",
                """
                host: reviews.default.svc.cluster.local
                trafficPolicy: {loadBalancer: {consistentHash: {httpHeaderName: x-user}}}
                subsets:
                - name: v1
                  trafficPolicy: {loadBalancer: {consistentHash: {httpCookie: {name: u, ttl: 1h}}}}
                """)
            .objects()
            .getFirst()
            .object()
            .as(DestinationRule.class)
            .orElseThrow()
            .spec();
    Mesh mesh =
        mesh("""
                - match: [{uri: {prefix: /v1}}]
                  route: [{destination: {host: reviews, subset: v1}}]
                - route: [{destination: {host: reviews}}]
                """)
            .destinationRule(rule);
    RouteSimulator table = mesh.table("9080");
    RouteAction whole = ((Outcome.Forwarded) table.call(Request.get(HOST, "/"))).action();
    assertThat(whole.getHashPolicy(0).getHeader().getHeaderName()).isEqualTo("x-user");
    assertThat(whole.getRetryPolicy().getNumRetries().getValue()).isEqualTo(2);
    assertThat(whole.getRetryPolicy().getRetryHostPredicateCount()).isZero();
    RouteAction subset = ((Outcome.Forwarded) table.call(Request.get(HOST, "/v1"))).action();
    assertThat(subset.getHashPolicy(0).getCookie().getTtl().getSeconds()).isEqualTo(3600);
    RouteAction plain =
        ((Outcome.Forwarded)
                mesh.rules(ImmutableList.of()).table("9080").call(Request.get(HOST, "/")))
            .action();
    assertThat(plain.getHashPolicy(0).getHeader().getHeaderName()).isEqualTo("x-user");
  }

  @Test
  void routesNameTheRuleTheyComeFrom() {
    Route route =
        forwarded(
                "- name: main\n  match: [{name: all, uri: {prefix: /}}]\n  " + ROUTE,
                Request.get(HOST, "/"))
            .route();
    assertThat(route.getName()).isEqualTo("main.all");
    assertThat(route.getDecorator().getOperation())
        .isEqualTo("reviews.default.svc.cluster.local:9080/*");
    assertThat(
            route
                .getMetadata()
                .getFilterMetadataOrThrow("istio")
                .getFieldsOrThrow("config")
                .getStringValue())
        .isEqualTo("/apis/networking.istio.io/v1/namespaces/default/virtual-service/rule");
  }

  /** Checks at the door refuse these; a door may be open, and Envoy must not refuse the table. */
  static List<MatchBuilder> badMatches() {
    return List.of(
        MatchBuilder.regex("["),
        MatchBuilder.header("bad name", new StringMatch.Exact("x")),
        MatchBuilder.header("x", new StringMatch.Regex("(")),
        MatchBuilder.withoutHeader("x", new StringMatch.Regex("(")),
        MatchBuilder.query("x", new StringMatch.Regex("(")));
  }

  @ParameterizedTest
  @MethodSource("badMatches")
  void whatEnvoyWouldRefuseIsLeftOutAndSaid(MatchBuilder match) {
    Mesh mesh = mesh(RuleBuilder.toSubset(HOST, "v1").when(match), RuleBuilder.to(HOST));
    assertThat(mesh.tables().diagnostics())
        .extracting(Diagnostic::field)
        .anyMatch(field -> field.startsWith("spec.http[0].match[0]."));
    Outcome.Forwarded rest = (Outcome.Forwarded) mesh.table("9080").call(Request.get(HOST, "/"));
    assertThat(rest.cluster()).isEqualTo(CLUSTER);
  }

  static List<Consumer<RuleBuilder>> badSettings() {
    Duration negative = Duration.ofSeconds(-1);
    return List.of(
        rule -> rule.timeout = Optional.of(negative),
        rule ->
            rule.retries =
                Optional.of(
                    new HttpRetry(
                        1,
                        Optional.of(negative),
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())),
        rule -> rule.headers = Optional.of(setting("x-a", "100%")),
        rule -> rule.headers = Optional.of(setting("a b", "c")),
        rule -> rule.headers = Optional.of(setting("x-a", "b\nc")),
        rule -> rule.rewrite = Optional.of(regexRewrite("(", "x")),
        rule -> rule.rewrite = Optional.of(regexRewrite("a", "\\1")),
        rule -> rule.rewrite = Optional.of(new HttpRoute.Rewrite("", "a\nb", Optional.empty())),
        rule -> rule.fault = Optional.of(delay(Duration.ZERO)),
        rule -> rule.fault = Optional.of(abort(new HttpRoute.AbortError.HttpStatus(42))),
        rule -> rule.fault = Optional.of(abort(new HttpRoute.AbortError.GrpcStatus("NONSENSE"))));
  }

  private static Headers setting(String name, String value) {
    return new Headers(
        Optional.of(
            new Headers.Operations(
                ImmutableSortedMap.of(name, value), ImmutableSortedMap.of(), ImmutableList.of())),
        Optional.empty());
  }

  private static HttpRoute.Rewrite regexRewrite(String match, String rewrite) {
    return new HttpRoute.Rewrite("", "", Optional.of(new HttpRoute.RegexRewrite(match, rewrite)));
  }

  private static HttpRoute.Fault delay(Duration duration) {
    return new HttpRoute.Fault(
        Optional.of(
            new HttpRoute.Delay(
                0, Optional.of(duration), Optional.empty(), Optional.of(new Percent(1)))),
        Optional.empty());
  }

  private static HttpRoute.Fault abort(HttpRoute.AbortError error) {
    return new HttpRoute.Fault(
        Optional.empty(),
        Optional.of(new HttpRoute.Abort(Optional.of(error), Optional.of(new Percent(1)))));
  }

  @ParameterizedTest
  @MethodSource("badSettings")
  void aBadSettingLeavesTheRouteInPlace(Consumer<RuleBuilder> setting) {
    RuleBuilder rule = RuleBuilder.to(HOST);
    setting.accept(rule);
    Mesh mesh = mesh(rule);
    assertThat(mesh.tables().diagnostics()).hasSize(1);
    assertThat(mesh.table("9080").call(Request.get(HOST, "/")))
        .isInstanceOf(Outcome.Forwarded.class);
  }

  private static Mesh mesh(RuleBuilder... rules) {
    return new Mesh()
        .services(service(HOST + SUFFIX, 9080, Protocol.HTTP))
        .rules(RouteFixtures.rule("default", "rule", List.of(HOST), rules));
  }
}
