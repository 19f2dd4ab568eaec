package io.meltemi.translator.fuzz;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.fuzz.Shape.Fields;
import io.meltemi.translator.fuzz.Shape.Many;
import io.meltemi.translator.fuzz.Shape.OneOf;
import io.meltemi.translator.fuzz.Shape.Text;
import java.util.List;

/** The shapes of security policies. */
final class PolicyGrammar {

  private static final Shape NAMES = many("*", "a", "a*", "*b", "web");
  private static final Shape PRINCIPALS =
      many("*", "cluster.local/ns/a/sa/b", "*/sa/b", "cluster.local/*", "old.org/ns/a/sa/b");
  private static final Shape USERS = many("*", "a/b", "https://a/b", "a/*", "*/b");
  private static final Shape BLOCKS = many("10.0.0.1", "10.0.0.0/8", "::1", "192.0.2.0/24");
  private static final Shape HOSTS = many("*", "web.default", "a", "web.*", "*.default", "a:80");
  private static final Shape PORTS = many("80", "8080", "5432");
  private static final Shape METHODS = many("GET", "PUT", "*", "P*");
  private static final Shape PATHS = many("/", "/a", "/a*", "*b", "*", "/{*}/b", "/a/{**}");
  private static final Shape ACCOUNTS = many("b", "a/b", "default/c");
  private static final Shape TEXTS = many("*", "a", "a*", "*a", "b");

  private static final Shape SOURCE =
      some(
          ImmutableMap.<String, Shape>builder()
              .putAll(both("principals", PRINCIPALS))
              .putAll(both("requestPrincipals", USERS))
              .putAll(both("namespaces", NAMES))
              .putAll(both("serviceAccounts", ACCOUNTS))
              .putAll(both("ipBlocks", BLOCKS))
              .putAll(both("remoteIpBlocks", BLOCKS))
              .putAll(both("trustDomains", NAMES))
              .buildOrThrow());

  private static final Shape OPERATION =
      some(
          ImmutableMap.<String, Shape>builder()
              .putAll(both("hosts", HOSTS))
              .putAll(both("ports", PORTS))
              .putAll(both("methods", METHODS))
              .putAll(both("paths", PATHS))
              .buildOrThrow());

  private static final Shape CONDITION =
      new OneOf(
          ImmutableList.of(
              condition(BLOCKS, "source.ip", "remote.ip", "destination.ip"),
              condition(PORTS, "destination.port"),
              condition(PRINCIPALS, "source.principal"),
              condition(NAMES, "source.namespace", "source.trustDomain", "connection.sni"),
              condition(ACCOUNTS, "source.serviceAccount"),
              condition(USERS, "request.auth.principal"),
              condition(
                  TEXTS,
                  "request.headers[a]",
                  "request.headers[Host]",
                  "request.auth.audiences",
                  "request.auth.presenter",
                  "request.auth.claims[a]",
                  "request.auth.claims[a][b]",
                  "experimental.envoy.filters.a[b]")));

  private static final Shape RULE =
      new Fields(
          ImmutableMap.of(),
          ImmutableMap.of(
              "from",
              new Many(new Fields(ImmutableMap.of("source", SOURCE), ImmutableMap.of())),
              "to",
              new Many(new Fields(ImmutableMap.of("operation", OPERATION), ImmutableMap.of())),
              "when",
              new Many(CONDITION)));

  private static final Shape SELECTOR =
      some(ImmutableMap.of("matchLabels", some(ImmutableMap.of("app", Text.of("web", "other")))));

  private static final Shape TARGETS =
      new Many(
          new Fields(
              ImmutableMap.of(
                  "group", Text.of("gateway.networking.k8s.io"),
                  "kind", Text.of("Gateway", "GatewayClass"),
                  "name", Text.of("public", "other")),
              ImmutableMap.of()));

  private static final Shape AUTHORIZATION =
      new OneOf(
          ImmutableList.of(
              authorization("selector", SELECTOR, Text.of("DENY", "ALLOW", "AUDIT")),
              authorization("targetRefs", TARGETS, Text.of("DENY", "ALLOW")),
              new Fields(
                  ImmutableMap.of(
                      "action",
                      Text.of("CUSTOM"),
                      "provider",
                      some(ImmutableMap.of("name", Text.of("nobody"))),
                      "rules",
                      new Many(RULE)),
                  ImmutableMap.of("selector", SELECTOR))));

  private static final Shape JWT_RULE =
      new Fields(
          ImmutableMap.of("issuer", Text.of("https://a", "a", "somebody@a")),
          ImmutableMap.<String, Shape>builder()
              .put("audiences", TEXTS)
              .put("jwksUri", Text.of("https://a/keys", "http://b"))
              .put("fromHeaders", new Many(some(ImmutableMap.of("name", Text.of("x-a", "b")))))
              .put("fromParams", TEXTS)
              .put("fromCookies", TEXTS)
              .put("outputPayloadToHeader", Text.of("x-p"))
              .put(
                  "outputClaimToHeaders",
                  new Many(
                      new Fields(
                          ImmutableMap.of("header", Text.of("x-c"), "claim", Text.of("sub", "a.b")),
                          ImmutableMap.of())))
              .put("timeout", Text.of("1s", "200ms"))
              .put("spaceDelimitedClaims", TEXTS)
              .buildOrThrow());

  private static final Shape AUTHENTICATION =
      new Fields(
          ImmutableMap.of("jwtRules", new Many(JWT_RULE)), ImmutableMap.of("selector", SELECTOR));

  private static final Shape MODE =
      some(ImmutableMap.of("mode", Text.of("UNSET", "DISABLE", "PERMISSIVE", "STRICT")));

  private static final Shape PEERS =
      new OneOf(
          ImmutableList.of(
              some(ImmutableMap.of("mtls", MODE)),
              new Fields(
                  ImmutableMap.of("selector", SELECTOR),
                  ImmutableMap.of(
                      "mtls",
                      MODE,
                      "portLevelMtls",
                      new Fields(ImmutableMap.of(), ImmutableMap.of("8080", MODE, "80", MODE))))));

  private PolicyGrammar() {}

  /** What the spec of such a policy looks like. */
  static Shape spec(ConfigKind kind) {
    return switch (kind) {
      case AUTHORIZATION_POLICY -> AUTHORIZATION;
      case REQUEST_AUTHENTICATION -> AUTHENTICATION;
      case PEER_AUTHENTICATION -> PEERS;
      default -> throw new IllegalArgumentException(kind.toString());
    };
  }

  private static Shape authorization(String whom, Shape scope, Shape action) {
    return new Fields(
        ImmutableMap.of("action", action, "rules", new Many(RULE)), ImmutableMap.of(whom, scope));
  }

  private static Shape condition(Shape values, String... keys) {
    return new Fields(
        ImmutableMap.of("key", Text.of(keys), "values", values),
        ImmutableMap.of("notValues", values));
  }

  private static Shape many(String... texts) {
    return new Many(new Text(ImmutableList.copyOf(List.of(texts))));
  }

  private static Shape some(ImmutableMap<String, Shape> fields) {
    return new Fields(ImmutableMap.of(), fields);
  }

  private static ImmutableMap<String, Shape> both(String field, Shape values) {
    String not = "not" + Character.toUpperCase(field.charAt(0)) + field.substring(1);
    return ImmutableMap.of(field, values, not, values);
  }
}
