package io.meltemi.translator.authz;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every field of a rule, allowed and denied: what it matches and what it does not. */
class AuthorizationFieldsTest {

  private static final CallTo GET = CallTo.get("/api/v1/items");
  private static final CallTo CLIENT = GET.by("cluster.local/ns/shop/sa/client");
  private static final CallTo USER =
      GET.claim("iss", text("https://issuer.example/a"))
          .claim("sub", text("user"))
          .claim("aud", list("web", "admin"))
          .claim("azp", text("cli"))
          .claim(
              "realm",
              Value.newBuilder()
                  .setStructValue(Struct.newBuilder().putFields("roles", list("dev", "ops")))
                  .build());

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }

  private static Value list(String... texts) {
    ListValue.Builder list = ListValue.newBuilder();
    Stream.of(texts).forEach(one -> list.addValues(text(one)));
    return Value.newBuilder().setListValue(list).build();
  }

  private static Arguments row(String rule, CallTo matching, CallTo other) {
    return Arguments.of(rule, matching, other);
  }

  private static String source(String fields) {
    return "from: [{source: {" + fields + "}}]";
  }

  private static String operation(String fields) {
    return "to: [{operation: {" + fields + "}}]";
  }

  private static String when(String key, String values) {
    return "when: [{key: '" + key + "', " + values + "}]";
  }

  static Stream<Arguments> fields() {
    return Stream.of(
        row(operation("methods: [GET, HEAD]"), GET, GET.method("POST")),
        row(operation("methods: ['*'], notPaths: [/x]"), GET, CallTo.get("/x")),
        row(operation("methods: [P*]"), GET.method("PUT"), GET),
        row(operation("notMethods: [GET]"), GET.method("POST"), GET),
        row(operation("paths: [/api/v1/items]"), GET, CallTo.get("/api/v1/items/")),
        row(operation("paths: [/api/v1/items]"), CallTo.get("/api/v1/items?x=1"), CallTo.get("/a")),
        row(operation("paths: [/api*]"), GET, CallTo.get("/public")),
        row(operation("paths: ['*/items']"), GET, CallTo.get("/api/v1/users")),
        row(operation("notPaths: [/api*]"), CallTo.get("/public"), GET),
        row(operation("paths: ['/api/{*}/items']"), GET, CallTo.get("/api/v1/x/items")),
        row(operation("paths: ['/api/{**}']"), GET, CallTo.get("/public/api")),
        row(operation("notPaths: ['/api/{*}/items']"), CallTo.get("/api/a/b/items"), GET),
        row(operation("hosts: [web.example.com]"), GET.host("web.example.com"), GET),
        row(operation("hosts: [web.example.com]"), GET.host("WEB.Example.com"), GET),
        row(operation("hosts: [web.example.com]"), GET.host("web.example.com:8080"), GET),
        row(operation("hosts: [web.example.com]"), GET.host("web.example.com."), GET),
        row(operation("hosts: [web.example.com]"), GET.host("web.example.com.:80"), GET),
        row(
            operation("hosts: ['web.example.com:80']"),
            GET.host("web.example.com:80"),
            GET.host("web.example.com:81")),
        row(
            operation("hosts: ['web.example.com:*']"),
            GET.host("web.example.com.:80"),
            GET.host("web.example.com")),
        row(
            operation("hosts: ['*.example.com']"),
            GET.host("a.EXAMPLE.com:80"),
            GET.host("example.com")),
        row(
            operation("hosts: ['*.example.com']"),
            GET.host("a.example.com."),
            GET.host("a.example.com.evil.org")),
        row(operation("hosts: ['web.*']"), GET.host("Web.example.com"), GET.host("other.web.com")),
        row(operation("notHosts: [admin.local]"), GET, GET.host("ADMIN.local.:8080")),
        row(operation("ports: ['8080']"), GET, GET.to("", "10.9.0.1", 8081)),
        row(operation("notPorts: ['8080']"), GET.to("", "10.9.0.1", 8081), GET),
        row(source("principals: [cluster.local/ns/shop/sa/client]"), CLIENT, GET),
        row(
            source("principals: [cluster.local/ns/shop/sa/client]"),
            CLIENT,
            GET.by("cluster.local/ns/shop/sa/client2")),
        row(source("principals: ['*/sa/client']"), CLIENT, GET.by("cluster.local/ns/a/sa/b")),
        row(source("principals: ['cluster.local/ns/shop/*']"), CLIENT, GET.by("x/ns/shop/sa/c")),
        row(source("principals: ['*']"), CLIENT, GET),
        row(source("notPrincipals: ['*']"), GET, CLIENT),
        row(source("notPrincipals: [cluster.local/ns/shop/sa/client]"), GET, CLIENT),
        row(source("namespaces: [shop]"), CLIENT, GET.by("cluster.local/ns/shop2/sa/client")),
        row(source("namespaces: [shop]"), CLIENT, GET.by("cluster.local/ns/myshop/sa/shop")),
        row(source("namespaces: [sh*]"), CLIENT, GET.by("cluster.local/ns/a/sa/sh")),
        row(source("namespaces: ['*op']"), CLIENT, GET.by("cluster.local/ns/opa/sa/op")),
        row(source("namespaces: ['*']"), CLIENT, GET),
        row(source("namespaces: ['s.op']"), GET.by("x/ns/s.op/sa/a"), CLIENT),
        row(source("notNamespaces: [shop]"), GET.by("x/ns/other/sa/a"), CLIENT),
        row(source("serviceAccounts: [shop/client]"), CLIENT, GET.by("x/ns/a/sa/client")),
        row(source("serviceAccounts: [web]"), GET.by("x/ns/default/sa/web"), CLIENT),
        row(source("notServiceAccounts: [shop/client]"), GET, CLIENT),
        row(
            source("trustDomains: [cluster.local]"),
            CLIENT,
            GET.by("cluster.local.evil/ns/a/sa/b")),
        row(source("trustDomains: ['*.local']"), CLIENT, GET.by("evil/ns/a.local/sa/b.local")),
        row(source("notTrustDomains: [cluster.local]"), GET.by("other/ns/a/sa/b"), CLIENT),
        row(source("ipBlocks: [10.0.0.0/24]"), GET, GET.from("10.0.1.1", "10.0.0.1")),
        row(source("ipBlocks: [10.0.0.1]"), GET, GET.from("10.0.0.2", "10.0.0.1")),
        row(source("ipBlocks: ['2001:db8::/32']"), GET.from("2001:db8::1", "10.0.0.1"), GET),
        row(source("notIpBlocks: [10.0.0.0/24]"), GET.from("10.0.1.1", "10.0.0.1"), GET),
        row(source("remoteIpBlocks: [10.0.0.0/24]"), GET, GET.from("10.0.0.1", "10.0.1.1")),
        row(source("notRemoteIpBlocks: [10.0.0.0/24]"), GET.from("10.0.0.1", "10.0.1.1"), GET),
        row(source("requestPrincipals: ['*']"), USER, GET),
        row(source("requestPrincipals: [https://issuer.example/a/user]"), USER, GET),
        row(
            source("requestPrincipals: [https://issuer.example/a/user]"),
            USER,
            USER.claim("sub", text("root"))),
        row(source("requestPrincipals: ['https://issuer.example/a/*']"), USER, GET),
        row(source("requestPrincipals: ['*/user']"), USER, USER.claim("sub", text("superuser"))),
        row(source("notRequestPrincipals: ['*']"), GET, USER),
        row(
            source("namespaces: [shop], ipBlocks: [10.0.0.1]"),
            CLIENT,
            CLIENT.from("10.0.0.2", "10.0.0.2")),
        row(when("source.ip", "values: [10.0.0.0/24]"), GET, GET.from("10.1.1.1", "10.0.0.1")),
        row(when("source.ip", "notValues: [10.0.0.0/24]"), GET.from("10.1.1.1", "10.0.0.1"), GET),
        row(when("remote.ip", "values: [10.0.0.0/24]"), GET, GET.from("10.0.0.1", "10.1.1.1")),
        row(when("source.namespace", "values: [shop]"), CLIENT, GET),
        row(when("source.serviceAccount", "values: [shop/client]"), CLIENT, GET),
        row(when("source.principal", "values: [cluster.local/ns/shop/sa/client]"), CLIENT, GET),
        row(when("source.trustDomain", "values: [cluster.local]"), CLIENT, GET),
        row(when("request.auth.principal", "values: ['*/user']"), USER, GET),
        row(when("request.auth.audiences", "values: [admin]"), USER, GET),
        row(when("request.auth.audiences", "notValues: [admin]"), GET, USER),
        row(when("request.auth.presenter", "values: [cli]"), USER, GET),
        row(when("request.auth.claims[sub]", "values: [us*]"), USER, GET),
        row(when("request.auth.claims[realm][roles]", "values: [ops]"), USER, GET),
        row(
            when("request.auth.claims[realm][roles]", "values: [root]"),
            USER.claim(
                "realm",
                Value.newBuilder()
                    .setStructValue(Struct.newBuilder().putFields("roles", text("root")))
                    .build()),
            USER),
        row(when("request.auth.claims[realm][roles]", "notValues: [ops]"), GET, USER),
        row(when("request.headers[X-User]", "values: [jo*]"), GET.header("x-user", "john"), GET),
        row(
            when("request.headers[x-user]", "values: ['*']"),
            GET.header("x-user", "a"),
            GET.header("x-other", "a")),
        row(
            when("request.headers[x-user]", "notValues: [root]"),
            GET,
            GET.header("x-user", "john").header("x-user", "root")),
        row(when("request.headers[Host]", "values: [web.default]"), GET, GET.host("other")),
        row(when("destination.ip", "values: [10.9.0.0/16]"), GET, GET.to("", "10.8.0.1", 8080)),
        row(when("destination.port", "values: ['8080']"), GET, GET.to("", "10.9.0.1", 80)),
        row(
            when("connection.sni", "values: ['*.Example.com']"),
            GET.to("a.example.COM", "10.9.0.1", 8080),
            GET),
        row(
            when(
                "experimental.envoy.filters.network.mysql_proxy[db.table]", "values: ['[update]']"),
            GET.metadata(
                "envoy.filters.network.mysql_proxy",
                Struct.newBuilder().putFields("db.table", list("select", "update")).build()),
            GET),
        row(
            when("experimental.envoy.filters.a.b[c]", "values: [d*]"),
            GET.metadata(
                "envoy.filters.a.b", Struct.newBuilder().putFields("c", text("de")).build()),
            GET),
        row(
            operation("methods: [GET]") + ", " + source("namespaces: [shop]"),
            CLIENT,
            CLIENT.method("PUT")),
        row(
            "to: [{operation: {methods: [PUT]}}, {operation: {paths: [/api*]}}]",
            GET,
            CallTo.get("/public")),
        row(
            "from: [{source: {namespaces: [a]}}, {source: {ipBlocks: [10.0.0.1]}}]",
            GET,
            GET.from("10.2.2.2", "10.0.0.1")));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void allowLetsExactlyWhatMatchesThrough(String rule, CallTo matching, CallTo other) {
    Decisions decisions = Decisions.ofSpec("rules: [{" + rule + "}]");
    assertThat(decisions.diagnostics()).isEmpty();
    assertThat(decisions.allows(matching)).as("matching %s", matching).isTrue();
    assertThat(decisions.allows(other)).as("other %s", other).isFalse();
  }

  @ParameterizedTest
  @MethodSource("fields")
  void denyRefusesExactlyWhatMatches(String rule, CallTo matching, CallTo other) {
    Decisions decisions = Decisions.ofSpec("action: DENY\nrules: [{" + rule + "}]");
    assertThat(decisions.allows(matching)).as("matching %s", matching).isFalse();
    assertThat(decisions.allows(other)).as("other %s", other).isTrue();
  }

  /** On a connection without requests nothing more gets through than the same call as a request. */
  @ParameterizedTest
  @MethodSource("fields")
  void noConnectionGetsThroughThatWouldNotAsARequest(String rule, CallTo matching, CallTo other) {
    for (String action : new String[] {"ALLOW", "DENY"}) {
      Decisions decisions = Decisions.ofSpec("action: " + action + "\nrules: [{" + rule + "}]");
      for (CallTo call : new CallTo[] {matching, other}) {
        if (decisions.allowsConnection(call)) {
          assertThat(decisions.allows(call)).as("%s %s", action, call).isTrue();
        }
      }
    }
  }
}
