package io.meltemi.translator.config.standin;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.meltemi.translator.config.RequestAuthentication;
import io.meltemi.translator.config.RequestAuthentication.JwtRule;
import io.meltemi.translator.config.standin.StandIns.Closed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Closes a RequestAuthentication: an issuer whose rule cannot be read has no keys, so its tokens
 * are refused wherever they are found. That a request without a token goes on is not for this
 * policy to say.
 */
final class RequestAuthenticationClosing {

  private static final String RULES = "jwtRules";
  private static final ImmutableSet<String> FIELDS =
      ImmutableSet.of("selector", "targetRef", "targetRefs", RULES);

  /** A set that is there and has nothing in it, so that no keys are looked for elsewhere. */
  private static final String NO_KEYS = "{\"keys\":[]}";

  /** Stands for an issuer that could not be read; a name that nobody can have (RFC 2606). */
  private static final String NOBODY = "unreadable.invalid";

  /** Of which it does not matter whether they were read: without them the rule is stricter. */
  private static final ImmutableSet<String> HARMLESS =
      ImmutableSet.of("timeout", "forwardOriginalToken");

  private static final JwtRule SOMEBODY =
      new JwtRule(
          NOBODY,
          ImmutableList.of(),
          "",
          NO_KEYS,
          ImmutableList.of(),
          ImmutableList.of(),
          ImmutableList.of(),
          "",
          false,
          ImmutableList.of(),
          Optional.empty(),
          ImmutableList.of());

  private RequestAuthenticationClosing() {}

  static Closed closed(RequestAuthentication policy, Faults faults) {
    Scope scope =
        Scope.of(policy.selector(), Scope.targets(policy.targetRef(), policy.targetRefs()), faults);
    boolean unreadable =
        faults.isElsewhere(FIELDS) || faults.isAt(RULES) || faults.hasUnreadableItem(RULES);
    ImmutableList.Builder<JwtRule> rules = ImmutableList.builder();
    List<String> keyless = new ArrayList<>();
    for (int i = 0; i < policy.jwtRules().size(); i++) {
      JwtRule rule = policy.jwtRules().get(i);
      ImmutableSet<String> wrong = faults.fieldsOf(RULES, i);
      if (unreadable || !HARMLESS.containsAll(wrong)) {
        String issuer = wrong.contains("issuer") ? NOBODY : rule.issuer();
        keyless.add(issuer);
        rules.add(withoutKeys(issuer, rule, wrong));
      } else {
        rules.add(rule);
      }
    }
    if (unreadable) {
      rules.add(SOMEBODY);
    }
    return new Closed(
        new RequestAuthentication(
            scope.selector(), Optional.empty(), scope.targets(), rules.build()),
        meaning(unreadable, keyless) + scope.words());
  }

  private static String meaning(boolean unreadable, List<String> keyless) {
    if (unreadable) {
      return "every token is refused that no other policy has the keys of";
    }
    return keyless.isEmpty()
        ? "it holds as it was read"
        : "the tokens of " + Joiner.on(", ").join(keyless) + " are refused";
  }

  private static JwtRule withoutKeys(String issuer, JwtRule rule, ImmutableSet<String> wrong) {
    return new JwtRule(
        issuer,
        ImmutableList.of(),
        "",
        NO_KEYS,
        wrong.contains("fromHeaders") ? ImmutableList.of() : rule.fromHeaders(),
        wrong.contains("fromParams") ? ImmutableList.of() : rule.fromParams(),
        wrong.contains("fromCookies") ? ImmutableList.of() : rule.fromCookies(),
        wrong.contains("outputPayloadToHeader") ? "" : rule.outputPayloadToHeader(),
        false,
        wrong.contains("outputClaimToHeaders") ? ImmutableList.of() : rule.outputClaimToHeaders(),
        Optional.empty(),
        ImmutableList.of());
  }
}
