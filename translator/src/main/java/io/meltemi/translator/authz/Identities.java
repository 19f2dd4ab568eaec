package io.meltemi.translator.authz;

import com.google.common.collect.ImmutableList;
import io.envoyproxy.envoy.config.rbac.v3.Principal;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.Optional;

/**
 * Tests of the caller's identity, {@code spiffe://TRUST-DOMAIN/ns/NAMESPACE/sa/ACCOUNT} in its
 * certificate. No part of one has a slash in it, so parts are found by the slashes around them and
 * need no regular expression, which Envoy would measure.
 */
final class Identities {

  private static final String SCHEME = "spiffe://";
  private static final String NAMESPACE = "/ns/";
  private static final String ACCOUNT = "/sa/";

  private Identities() {}

  /** {@code principals}: the identity without its scheme. */
  static Formula<Principal> principal(String value, TrustDomains domains) {
    return Logic.PRINCIPALS.or(
        domains.aliases(value).stream()
            .<Formula<Principal>>map(name -> new Formula.When<>(named(name)))
            .collect(ImmutableList.toImmutableList()));
  }

  private static Principal named(String value) {
    return switch (ValuePattern.parse(value)) {
      case ValuePattern.Exact(String text) -> exact(withScheme(text));
      case ValuePattern.Prefix(String text) ->
          authenticated(new ValuePattern.Prefix(withScheme(text)).matcher());
      case ValuePattern.Suffix suffix -> authenticated(suffix.matcher());
      // Whoever has shown a certificate, also one of another kind at a gateway.
      case ValuePattern.Present any -> authenticated(any.matcher());
    };
  }

  private static String withScheme(String text) {
    return text.startsWith(SCHEME) ? text : SCHEME + text;
  }

  static Optional<Principal> namespace(String value) {
    return Optional.of(
        switch (ValuePattern.parse(value)) {
          case ValuePattern.Exact(String text) -> containing(NAMESPACE + text + ACCOUNT);
          case ValuePattern.Prefix(String text) -> containing(NAMESPACE + text);
          case ValuePattern.Suffix(String text) -> containing(text + ACCOUNT);
          case ValuePattern.Present() -> containing(NAMESPACE);
        });
  }

  /** {@code ACCOUNT} of the policy's namespace, or {@code NAMESPACE/ACCOUNT}. */
  static Optional<Principal> serviceAccount(String value, String ownNamespace) {
    int slash = value.indexOf('/');
    String namespace = slash < 0 ? ownNamespace : value.substring(0, slash);
    String account = value.substring(slash + 1);
    if (namespace.isEmpty() || account.isEmpty() || account.indexOf('/') >= 0) {
      return Optional.empty();
    }
    return Optional.of(
        authenticated(
            new ValuePattern.Suffix(NAMESPACE + namespace + ACCOUNT + account).matcher()));
  }

  static Optional<Principal> trustDomain(String value) {
    return Optional.of(
        switch (ValuePattern.parse(value)) {
          case ValuePattern.Exact(String text) -> beginning(SCHEME + text + "/");
          case ValuePattern.Prefix(String text) -> beginning(SCHEME + text);
          case ValuePattern.Suffix(String text) -> containing(text + NAMESPACE);
          case ValuePattern.Present() -> beginning(SCHEME);
        });
  }

  private static Principal exact(String uri) {
    return authenticated(new ValuePattern.Exact(uri).matcher());
  }

  private static Principal beginning(String text) {
    return authenticated(new ValuePattern.Prefix(text).matcher());
  }

  private static Principal containing(String text) {
    return authenticated(StringMatcher.newBuilder().setContains(text).build());
  }

  private static Principal authenticated(StringMatcher name) {
    return Principal.newBuilder()
        .setAuthenticated(Principal.Authenticated.newBuilder().setPrincipalName(name))
        .build();
  }
}
