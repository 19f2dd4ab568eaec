package io.meltemi.translator.authz;

import com.google.common.base.Ascii;
import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import io.envoyproxy.envoy.config.rbac.v3.Permission;
import io.envoyproxy.envoy.config.rbac.v3.Principal;
import io.envoyproxy.envoy.config.rbac.v3.SourcedMetadata;
import io.envoyproxy.envoy.type.matcher.v3.ListMatcher;
import io.envoyproxy.envoy.type.matcher.v3.MetadataMatcher;
import io.envoyproxy.envoy.type.matcher.v3.ValueMatcher;
import io.meltemi.translator.authz.Logic.Test;
import io.meltemi.translator.config.AuthorizationPolicy.Condition;
import java.util.Optional;

/**
 * Reads {@code when}: attributes by name. Those of the caller and of requests are tested among the
 * principals, those of the connection's other end among the permissions.
 */
final class Conditions {

  private static final String HEADERS = "request.headers";
  private static final String CLAIMS = "request.auth.claims";
  private static final String EXPERIMENTAL = "experimental.";
  private static final String ENVOY_FILTERS = EXPERIMENTAL + "envoy.filters.";

  /** What Envoy refuses a matcher for. */
  private static final CharMatcher UNPRINTABLE = CharMatcher.anyOf("\0\r\n");

  private final RuleContext context;
  private final Sources sources;
  private final Operations operations;

  Conditions(RuleContext context, Sources sources, Operations operations) {
    this.context = context;
    this.sources = sources;
    this.operations = operations;
  }

  /** A condition is on one of the two sides; the other takes it for true. */
  record Sides(Formula<Permission> permission, Formula<Principal> principal) {}

  Sides condition(Condition condition) {
    return permission(condition.key())
        .map(test -> new Sides(permission(condition, test), new Formula.Always<>()))
        .orElseGet(() -> new Sides(new Formula.Always<>(), principal(condition)));
  }

  private Formula<Permission> permission(Condition condition, Test<Permission> test) {
    return operations.field(condition.values(), condition.notValues(), test);
  }

  private Formula<Principal> principal(Condition condition) {
    return sources.field(condition.values(), condition.notValues(), principal(condition.key()));
  }

  private Optional<Test<Permission>> permission(String key) {
    return switch (key) {
      case "destination.ip" -> Optional.of(Test.of(Conditions::destination));
      case "destination.port" -> Optional.of(Operations.ports());
      case "connection.sni" -> Optional.of(Test.of(Conditions::serverName));
      default ->
          key.startsWith(ENVOY_FILTERS)
              ? Optional.of(Test.of(value -> metadata(key, value)))
              : Optional.empty();
    };
  }

  private Test<Principal> principal(String key) {
    return switch (key) {
      case "source.ip" -> sources.peerAddresses();
      case "remote.ip" -> sources.clientAddresses();
      case "source.namespace" -> sources.namespaces();
      case "source.serviceAccount" -> sources.serviceAccounts();
      case "source.principal" -> sources.principals();
      case "source.trustDomain" -> sources.trustDomains();
      case "request.auth.principal" -> sources.requestPrincipals();
      case "request.auth.audiences" -> ofRequests(Test.of(value -> claim("aud", value)));
      case "request.auth.presenter" -> ofRequests(Test.of(value -> claim("azp", value)));
      default -> ofRequests(Test.of(value -> named(key, value)));
    };
  }

  private Test<Principal> ofRequests(Test<Principal> test) {
    return context.isHttp() ? test : (_, leaning) -> Formula.undecided(leaning);
  }

  private static Optional<Permission> destination(String value) {
    return Addresses.block(value)
        .map(block -> Permission.newBuilder().setDestinationIp(block).build());
  }

  /** Envoy keeps the name that the client asked for in lower case. */
  private static Optional<Permission> serverName(String value) {
    return Optional.of(
        Permission.newBuilder()
            .setRequestedServerName(ValuePattern.parse(value).matcher(true))
            .build());
  }

  private static Optional<Principal> claim(String name, String value) {
    return Optional.of(
        TokenClaims.claim(ImmutableList.of(name), ValuePattern.parse(value).matcher()));
  }

  /** A header or a claim; nothing else is known. */
  private static Optional<Principal> named(String key, String value) {
    if (key.startsWith(CLAIMS)) {
      return TokenClaims.path(key.substring(CLAIMS.length()))
          .map(path -> TokenClaims.claim(path, ValuePattern.parse(value).matcher()));
    }
    if (!key.startsWith(HEADERS)) {
      return Optional.empty();
    }
    return bracketed(key.substring(HEADERS.length()))
        .filter(UNPRINTABLE::matchesNoneOf)
        .map(
            header ->
                Principal.newBuilder()
                    .setHeader(ValuePattern.parse(value).headerMatcher(envoyName(header), false))
                    .build());
  }

  /** Envoy has the one under the name of the other. */
  private static String envoyName(String header) {
    return Ascii.equalsIgnoreCase(header, "host") ? ":authority" : header;
  }

  /**
   * What a filter said: {@code experimental.envoy.filters.network.mysql_proxy[table]}; a value in
   * brackets is looked for in a list.
   */
  private static Optional<Permission> metadata(String key, String value) {
    int bracket = key.indexOf('[');
    Optional<String> name = bracket < 0 ? Optional.empty() : bracketed(key.substring(bracket));
    return name.map(
        field ->
            Permission.newBuilder()
                .setSourcedMetadata(
                    SourcedMetadata.newBuilder()
                        .setMetadataMatcher(
                            MetadataMatcher.newBuilder()
                                .setFilter(key.substring(EXPERIMENTAL.length(), bracket))
                                .addPath(TokenClaims.segment(field))
                                .setValue(metadataValue(value))))
                .build());
  }

  private static ValueMatcher metadataValue(String value) {
    boolean inList = value.startsWith("[") && value.endsWith("]") && value.length() > 2;
    ValueMatcher text =
        ValueMatcher.newBuilder()
            .setStringMatch(
                ValuePattern.parse(inList ? value.substring(1, value.length() - 1) : value)
                    .matcher())
            .build();
    return inList
        ? ValueMatcher.newBuilder().setListMatch(ListMatcher.newBuilder().setOneOf(text)).build()
        : text;
  }

  private static Optional<String> bracketed(String text) {
    boolean isBracketed = text.length() > 2 && text.startsWith("[") && text.endsWith("]");
    return isBracketed ? Optional.of(text.substring(1, text.length() - 1)) : Optional.empty();
  }
}
