package io.meltemi.translator.config.check;

import io.meltemi.translator.config.JwkSet;
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
      at.at("jwks").conflict("jwks and jwksUri exclude each other; keep one");
    }
    if (!rule.jwksUri().isEmpty()
        && !rule.jwksUri().startsWith("http://")
        && !rule.jwksUri().startsWith("https://")) {
      at.at("jwksUri")
          .invalid("takes an http:// or https:// address, not \"" + rule.jwksUri() + "\"");
    }
    keys(at, rule);
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

  private static void keys(Findings at, RequestAuthentication.JwtRule rule) {
    if (!rule.jwks().isEmpty() && !rule.jwksUri().isEmpty()) {
      return; // which of them is meant, nobody knows
    }
    if (!rule.jwks().isEmpty()) {
      JwkSet set = JwkSet.parse(rule.jwks());
      set.problem()
          .ifPresent(
              problem -> {
                if (set.isEmpty()) {
                  at.at("jwks").invalid("takes a JSON web key set, but " + problem);
                } else {
                  at.at("jwks").ineffective("a key is left out: " + problem);
                }
              });
    } else if (rule.keysAddress().isEmpty()) {
      at.ineffective(
          "the issuer has no keys, so its tokens are refused; add jwks or jwksUri, or let the issuer"
              + " be an address with OpenID discovery");
    }
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
