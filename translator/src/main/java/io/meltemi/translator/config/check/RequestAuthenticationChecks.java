package io.meltemi.translator.config.check;

import io.meltemi.translator.config.RequestAuthentication;
import java.util.List;

/** Checks a RequestAuthentication. */
final class RequestAuthenticationChecks {

  private RequestAuthenticationChecks() {}

  static void check(Findings at, RequestAuthentication policy) {
    SelectorChecks.attachment(
        at,
        new SelectorChecks.Attachment(policy.selector(), policy.targetRef(), policy.targetRefs()));
    at.each("jwtRules", policy.jwtRules(), RequestAuthenticationChecks::rule);
  }

  private static void rule(Findings at, RequestAuthentication.JwtRule rule) {
    if (rule.issuer().isEmpty()) {
      at.at("issuer").missing("is required");
    }
    if (!rule.jwks().isEmpty() && !rule.jwksUri().isEmpty()) {
      at.conflict("jwks and jwksUri exclude each other; keep one");
    }
    if (!rule.jwksUri().isEmpty()
        && !rule.jwksUri().startsWith("http://")
        && !rule.jwksUri().startsWith("https://")) {
      at.at("jwksUri")
          .invalid("takes an http:// or https:// address, not \"" + rule.jwksUri() + "\"");
    }
    if (!rule.jwks().isEmpty() && !rule.jwks().trim().startsWith("{")) {
      at.at("jwks").invalid("takes a JSON web key set, an object with \"keys\"");
    }
    notEmpty(at, "audiences", rule.audiences());
    notEmpty(at, "fromParams", rule.fromParams());
    notEmpty(at, "fromCookies", rule.fromCookies());
    notEmpty(at, "spaceDelimitedClaims", rule.spaceDelimitedClaims());
    at.each(
        "fromHeaders",
        rule.fromHeaders(),
        (f, header) -> HeaderChecks.name(f.at("name"), header.name()));
    if (!rule.outputPayloadToHeader().isEmpty()) {
      HeaderChecks.name(at.at("outputPayloadToHeader"), rule.outputPayloadToHeader());
    }
    at.each(
        "outputClaimToHeaders",
        rule.outputClaimToHeaders(),
        (f, claim) -> HeaderChecks.name(f.at("header"), claim.header()));
    NumberChecks.duration(at, "timeout", rule.timeout());
  }

  private static void notEmpty(Findings at, String field, List<String> values) {
    at.each(
        field,
        values,
        (f, value) -> {
          if (value.isEmpty()) {
            f.invalid("cannot be empty");
          }
        });
  }
}
