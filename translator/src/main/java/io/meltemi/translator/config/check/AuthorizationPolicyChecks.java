package io.meltemi.translator.config.check;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Ints;
import io.meltemi.translator.config.AuthorizationPolicy;
import io.meltemi.translator.config.AuthorizationPolicy.Action;
import io.meltemi.translator.config.PathTemplate;
import java.util.List;

/** Checks an AuthorizationPolicy. What it cannot mean must not quietly allow. */
final class AuthorizationPolicyChecks {

  private static final ImmutableSet<String> CONDITIONS =
      ImmutableSet.of(
          "source.ip",
          "remote.ip",
          "source.namespace",
          "source.serviceAccount",
          "source.principal",
          "source.trustDomain",
          "request.auth.principal",
          "request.auth.audiences",
          "request.auth.presenter",
          "destination.ip",
          "destination.port",
          "connection.sni");

  private static final ImmutableSet<String> CONDITION_MAPS =
      ImmutableSet.of("request.headers[", "request.auth.claims[", "experimental.envoy.filters.");

  private static final String HEADER = "request.headers[";

  /** Far beyond what people write, and a bound for what proxies must hold. */
  private static final int MOST_RULES = 512;

  private static final int LONGEST_VALUE = 4096;

  private AuthorizationPolicyChecks() {}

  static void check(Findings at, AuthorizationPolicy policy) {
    SelectorChecks.attachment(
        at,
        new SelectorChecks.Attachment(policy.selector(), policy.targetRef(), policy.targetRefs()));
    provider(at, policy);
    if (policy.rules().isEmpty()
        && (policy.action() == Action.DENY || policy.action() == Action.AUDIT)) {
      at.ineffective(
          policy.action() + " without rules matches no request; add rules: [{}] for all");
    }
    if (policy.rules().size() > MOST_RULES) {
      at.at("rules").invalid("takes at most " + MOST_RULES + " rules; write several policies");
    }
    at.each("rules", policy.rules(), AuthorizationPolicyChecks::rule);
  }

  private static void provider(Findings at, AuthorizationPolicy policy) {
    boolean named = policy.provider().filter(provider -> !provider.name().isEmpty()).isPresent();
    if (policy.action() == Action.CUSTOM && !named) {
      at.at("provider").missing("is required for CUSTOM, with the name of an extension provider");
    } else if (policy.action() != Action.CUSTOM && policy.provider().isPresent()) {
      at.at("provider").conflict("is for action CUSTOM, not " + policy.action());
    }
  }

  private static void rule(Findings at, AuthorizationPolicy.Rule rule) {
    at.each("from", rule.from(), (f, source) -> source(f.at("source"), source));
    at.each("to", rule.to(), (f, operation) -> operation(f.at("operation"), operation));
    at.each("when", rule.when(), AuthorizationPolicyChecks::condition);
  }

  private static void source(Findings at, AuthorizationPolicy.Source source) {
    ImmutableMap<String, ? extends List<String>> fields =
        ImmutableMap.<String, List<String>>builder()
            .put("principals", source.principals())
            .put("notPrincipals", source.notPrincipals())
            .put("requestPrincipals", source.requestPrincipals())
            .put("notRequestPrincipals", source.notRequestPrincipals())
            .put("namespaces", source.namespaces())
            .put("notNamespaces", source.notNamespaces())
            .put("serviceAccounts", source.serviceAccounts())
            .put("notServiceAccounts", source.notServiceAccounts())
            .put("ipBlocks", source.ipBlocks())
            .put("notIpBlocks", source.notIpBlocks())
            .put("remoteIpBlocks", source.remoteIpBlocks())
            .put("notRemoteIpBlocks", source.notRemoteIpBlocks())
            .put("trustDomains", source.trustDomains())
            .put("notTrustDomains", source.notTrustDomains())
            .buildOrThrow();
    saysSomething(at, fields);
    at.each("requestPrincipals", source.requestPrincipals(), AuthorizationPolicyChecks::user);
    at.each("notRequestPrincipals", source.notRequestPrincipals(), AuthorizationPolicyChecks::user);
    at.each("ipBlocks", source.ipBlocks(), AddressChecks::block);
    at.each("notIpBlocks", source.notIpBlocks(), AddressChecks::block);
    at.each("remoteIpBlocks", source.remoteIpBlocks(), AddressChecks::block);
    at.each("notRemoteIpBlocks", source.notRemoteIpBlocks(), AddressChecks::block);
    boolean byAccount =
        !source.serviceAccounts().isEmpty() || !source.notServiceAccounts().isEmpty();
    boolean byName =
        !source.principals().isEmpty()
            || !source.notPrincipals().isEmpty()
            || !source.namespaces().isEmpty()
            || !source.notNamespaces().isEmpty();
    if (byAccount && byName) {
      at.conflict("serviceAccounts excludes principals and namespaces; keep one");
    }
    at.each("serviceAccounts", source.serviceAccounts(), AuthorizationPolicyChecks::account);
    at.each("notServiceAccounts", source.notServiceAccounts(), AuthorizationPolicyChecks::account);
  }

  /** {@code ISSUER/SUBJECT}. */
  private static void user(Findings at, String principal) {
    if (!principal.isEmpty() && principal.indexOf('/') < 0 && principal.indexOf('*') < 0) {
      at.ineffective("matches no token: a request's principal is ISSUER/SUBJECT");
    }
  }

  private static void account(Findings at, String account) {
    if (account.contains("*") || account.indexOf('/') != account.lastIndexOf('/')) {
      at.invalid("takes a service account, or namespace/account, without *");
    }
  }

  private static void operation(Findings at, AuthorizationPolicy.Operation operation) {
    ImmutableMap<String, ? extends List<String>> fields =
        ImmutableMap.<String, List<String>>builder()
            .put("hosts", operation.hosts())
            .put("notHosts", operation.notHosts())
            .put("ports", operation.ports())
            .put("notPorts", operation.notPorts())
            .put("methods", operation.methods())
            .put("notMethods", operation.notMethods())
            .put("paths", operation.paths())
            .put("notPaths", operation.notPaths())
            .buildOrThrow();
    saysSomething(at, fields);
    at.each("ports", operation.ports(), AuthorizationPolicyChecks::port);
    at.each("notPorts", operation.notPorts(), AuthorizationPolicyChecks::port);
    at.each("paths", operation.paths(), PathTemplateChecks::path);
    at.each("notPaths", operation.notPaths(), PathTemplateChecks::path);
  }

  private static void saysSomething(
      Findings at, ImmutableMap<String, ? extends List<String>> fields) {
    if (fields.values().stream().allMatch(List::isEmpty)) {
      at.missing("says nothing; to match everything, leave it out");
    }
    fields.forEach(
        (field, values) ->
            at.each(
                field,
                values,
                (f, value) -> {
                  if (value.isEmpty()) {
                    f.invalid("cannot be empty; use * for any");
                  }
                  text(f, value);
                }));
  }

  /** Values are compared with what a request has in its head, which proxies limit, too. */
  private static void text(Findings at, String value) {
    if (value.length() > LONGEST_VALUE) {
      at.invalid("is longer than " + LONGEST_VALUE + " characters; use a prefix");
    }
    int star = value.indexOf('*', 1);
    boolean inside = star > 0 && (star < value.length() - 1 || value.startsWith("*"));
    if (inside && !PathTemplate.isTemplate(value)) {
      at.ineffective(
          "* is a wildcard only at one of the ends, and here it is compared as it stands");
    }
  }

  private static void port(Findings at, String port) {
    Integer number = Ints.tryParse(port);
    if (number == null) {
      at.invalid("takes a port's number, not \"" + port + "\"");
    } else {
      NumberChecks.port(at, number);
    }
  }

  private static void condition(Findings at, AuthorizationPolicy.Condition condition) {
    String key = condition.key();
    boolean known =
        CONDITIONS.contains(key)
            || CONDITION_MAPS.stream()
                .anyMatch(
                    prefix ->
                        key.startsWith(prefix)
                            && (prefix.endsWith(".") || key.endsWith("]"))
                            && key.length() > prefix.length() + 1);
    if (!known) {
      at.at("key").invalid("\"" + key + "\" is not an attribute that requests have");
    }
    if (known && key.startsWith(HEADER)) {
      HeaderChecks.name(at.at("key"), key.substring(HEADER.length(), key.length() - 1));
    }
    if (condition.values().isEmpty() && condition.notValues().isEmpty()) {
      at.missing("needs values or notValues");
    }
    for (String field : List.of("values", "notValues")) {
      List<String> values = field.equals("values") ? condition.values() : condition.notValues();
      at.each(field, values, (f, value) -> value(f, key, value));
    }
  }

  private static void value(Findings at, String key, String value) {
    switch (key) {
      case "source.ip", "remote.ip", "destination.ip" -> AddressChecks.block(at, value);
      case "destination.port" -> port(at, value);
      default -> {
        if (value.isEmpty()) {
          at.invalid("cannot be empty; use * for any");
        }
        text(at, value);
      }
    }
  }
}
