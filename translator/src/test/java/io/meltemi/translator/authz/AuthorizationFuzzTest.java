package io.meltemi.translator.authz;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.rbac.v3.Permission;
import io.envoyproxy.envoy.config.rbac.v3.Policy;
import io.envoyproxy.envoy.config.rbac.v3.Principal;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.extensions.path.match.uri_template.v3.UriTemplateMatchConfig;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Policies that nobody would write, as they come where no webhook checks them: whatever they say,
 * they are translated, into something that Envoy takes, and no connection gets through that the
 * same call as a request would not. The same policies every time.
 */
class AuthorizationFuzzTest {

  private static final int POLICIES = 250;

  private static final ImmutableList<String> TEXTS =
      ImmutableList.of(
          "",
          "*",
          "**",
          "*a",
          "a*",
          "a",
          "a*b",
          "/",
          "//",
          "/a",
          "/a/*",
          "*/a",
          "/{*}",
          "/{**}/{*}",
          "/a{*}",
          "{*}",
          "/{**}/a",
          "/{a}",
          "[a]",
          "[",
          "a/b",
          "a/b/c/d/e",
          "cluster.local/ns/a/sa/b",
          "https://a/b",
          "*/",
          "/*",
          "10.0.0.1",
          "10.0.0.0/8",
          "10.0.0.0/33",
          "::1",
          "::/0",
          "fe80::1%1",
          "80",
          "0",
          "65536",
          "-1",
          "GET",
          "web.default",
          "web.default:80",
          "*:80",
          "web.*",
          ".",
          ":",
          "\u00e9",
          "a\tb",
          "\u0000",
          "a\nb",
          "spiffe://a",
          "%2f",
          "+",
          "(",
          "\\\\");

  private static final ImmutableList<String> KEYS =
      ImmutableList.of(
          "source.ip",
          "remote.ip",
          "source.namespace",
          "source.principal",
          "source.serviceAccount",
          "source.trustDomain",
          "request.auth.principal",
          "request.auth.audiences",
          "request.auth.presenter",
          "request.auth.claims[a]",
          "request.auth.claims[a][b]",
          "request.auth.claims[]",
          "request.auth.claims",
          "request.headers[a]",
          "request.headers[]",
          "request.headers[Host]",
          "request.headers[a\nb]",
          "request.headers[",
          "destination.ip",
          "destination.port",
          "connection.sni",
          "experimental.envoy.filters.a[b]",
          "experimental.envoy.filters.",
          "experimental.envoy.filters.[",
          "nothing");

  private static final ImmutableList<String> SOURCE =
      ImmutableList.of(
          "principals",
          "notPrincipals",
          "requestPrincipals",
          "notRequestPrincipals",
          "namespaces",
          "notNamespaces",
          "serviceAccounts",
          "notServiceAccounts",
          "ipBlocks",
          "notIpBlocks",
          "remoteIpBlocks",
          "notRemoteIpBlocks",
          "trustDomains",
          "notTrustDomains");

  private static final ImmutableList<String> OPERATION =
      ImmutableList.of(
          "hosts", "notHosts", "ports", "notPorts", "methods", "notMethods", "paths", "notPaths");

  private static final ImmutableList<CallTo> CALLS =
      ImmutableList.of(
          CallTo.get("/"),
          CallTo.get("/a").by("cluster.local/ns/a/sa/b"),
          CallTo.get("/a/b").method("PUT").host("a").from("10.0.0.2", "::1").to("a", "::1", 80),
          CallTo.get("/a?b")
              .header("a", "b")
              .claim("a", Value.newBuilder().setStringValue("a").build()));

  private final Random random = new Random();

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      quoted.append(
          c < ' ' || c == '"' || c > '~' ? "\\u%04x".formatted((int) c) : String.valueOf(c));
    }
    return quoted.append('"').toString();
  }

  private String values() {
    StringBuilder list = new StringBuilder("[");
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      list.append(quoted(one(TEXTS))).append(i > 1 ? "," : "");
    }
    return list.append(']').toString();
  }

  private String fields(List<String> names) {
    StringBuilder fields = new StringBuilder();
    names.stream()
        .filter(_ -> random.nextInt(names.size()) < 2)
        .forEach(
            name ->
                fields
                    .append(fields.isEmpty() ? "" : ",")
                    .append(name)
                    .append(": ")
                    .append(values()));
    return "{" + fields + "}";
  }

  private String rule() {
    StringBuilder rule = new StringBuilder("{");
    if (random.nextBoolean()) {
      rule.append("from: [{source: ").append(fields(SOURCE)).append("}],");
    }
    if (random.nextBoolean()) {
      rule.append("to: [{operation: ").append(fields(OPERATION)).append("}],");
    }
    if (random.nextBoolean()) {
      rule.append("when: [{key: ")
          .append(quoted(one(KEYS)))
          .append(random.nextBoolean() ? ", values: " : ", notValues: ")
          .append(values())
          .append("}],");
    }
    return rule + "}";
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anyPolicyIsTranslatedAndNoConnectionProfits(long seed) {
    random.setSeed(seed);
    for (int i = 0; i < POLICIES; i++) {
      String rules = "rules: [" + rule() + "," + rule() + "]";
      for (String action : ImmutableList.of("ALLOW", "DENY")) {
        String spec = "action: " + action + "\n" + rules;
        Decisions decisions = Decisions.ofSpec(spec);
        decisions.http().forEach(filter -> check(spec, filter));
        for (CallTo call : CALLS) {
          if (decisions.allowsConnection(call)) {
            assertThat(decisions.allows(call)).as("%s\n%s", spec, call).isTrue();
          }
        }
      }
    }
  }

  /** What Envoy's validation rules ask of the messages. */
  private static void check(String spec, Message message) {
    switch (message) {
      case StringMatcher text -> {
        boolean fits =
            switch (text.getMatchPatternCase()) {
              case EXACT -> true;
              case PREFIX -> !text.getPrefix().isEmpty();
              case SUFFIX -> !text.getSuffix().isEmpty();
              case CONTAINS -> !text.getContains().isEmpty();
              case SAFE_REGEX -> text.getSafeRegex().getRegex().equals(".+");
              case CUSTOM, MATCHPATTERN_NOT_SET -> false;
            };
        assertThat(fits).as("%s\n%s", spec, text).isTrue();
      }
      case HeaderMatcher header ->
          assertThat(header.getName()).as(spec).isNotEmpty().doesNotContain("\0", "\r", "\n");
      case Permission.Set set -> assertThat(set.getRulesCount()).as(spec).isPositive();
      case Principal.Set set -> assertThat(set.getIdsCount()).as(spec).isPositive();
      case Policy policy -> {
        assertThat(policy.getPermissionsCount()).as(spec).isPositive();
        assertThat(policy.getPrincipalsCount()).as(spec).isPositive();
      }
      case Any any when any.is(UriTemplateMatchConfig.class) -> {
        try {
          assertThat(any.unpack(UriTemplateMatchConfig.class).getPathTemplate())
              .as(spec)
              .startsWith("/")
              .doesNotContain("{", "}");
        } catch (InvalidProtocolBufferException e) {
          throw new AssertionError(e);
        }
      }
      default -> {}
    }
    for (var field : message.getAllFields().entrySet()) {
      if (field.getKey().getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        if (field.getKey().isRepeated()) {
          ((List<?>) field.getValue()).forEach(item -> check(spec, (Message) item));
        } else {
          check(spec, (Message) field.getValue());
        }
      }
    }
  }
}
