package io.meltemi.translator.config.standin;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.meltemi.translator.config.AuthorizationPolicy;
import io.meltemi.translator.config.AuthorizationPolicy.Action;
import io.meltemi.translator.config.AuthorizationPolicy.Rule;
import io.meltemi.translator.config.ObjectMeta;
import io.meltemi.translator.config.standin.StandIns.Closed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Closes an AuthorizationPolicy. A rule that lets calls through does not when part of it cannot be
 * read; one that refuses them, or has them decided elsewhere, does so whatever that part says.
 */
final class AuthorizationClosing {

  private static final String RULES = "rules";
  private static final String ACTION = "action";
  private static final String PROVIDER = "provider";
  private static final ImmutableSet<String> FIELDS =
      ImmutableSet.of("selector", "targetRef", "targetRefs", RULES, ACTION, PROVIDER);
  private static final Rule EVERYTHING =
      new Rule(ImmutableList.of(), ImmutableList.of(), ImmutableList.of());

  /** As the resolver of policies reads it: only tried, never obeyed. */
  private static final String DRY_RUN = "istio.io/dry-run";

  private static final String AS_READ = "it holds as it was read";

  private AuthorizationClosing() {}

  static Optional<Closed> closed(AuthorizationPolicy policy, ObjectMeta meta, Faults faults) {
    if (refusesNothing(policy, meta, faults)) {
      return Optional.empty();
    }
    Scope scope =
        Scope.of(policy.selector(), Scope.targets(policy.targetRef(), policy.targetRefs()), faults);
    if (isUnreadable(policy, faults)) {
      return Optional.of(
          closed(
              policy, scope, Action.DENY, ImmutableList.of(EVERYTHING), "it refuses all requests"));
    }
    return Optional.of(
        policy.action() == Action.ALLOW
            ? allowing(policy, scope, faults)
            : refusing(policy, scope, faults));
  }

  private static boolean refusesNothing(
      AuthorizationPolicy policy, ObjectMeta meta, Faults faults) {
    return Boolean.parseBoolean(meta.annotation(DRY_RUN))
        || (policy.action() == Action.AUDIT && !faults.isIn(ACTION));
  }

  /** Whether not even its rules one by one can be relied on. */
  private static boolean isUnreadable(AuthorizationPolicy policy, Faults faults) {
    return faults.isElsewhere(FIELDS)
        || faults.isIn(ACTION)
        || faults.isAt(RULES)
        || faults.hasUnreadableItem(RULES)
        // Somebody was to be asked, and to allow without asking is not what was meant.
        || (faults.isIn(PROVIDER) && policy.action() == Action.ALLOW);
  }

  private static Closed allowing(AuthorizationPolicy policy, Scope scope, Faults faults) {
    ImmutableList.Builder<Rule> rules = ImmutableList.builder();
    List<Integer> dropped = new ArrayList<>();
    for (int i = 0; i < policy.rules().size(); i++) {
      if (faults.fieldsOf(RULES, i).isEmpty()) {
        rules.add(policy.rules().get(i));
      } else {
        dropped.add(i);
      }
    }
    return closed(
        policy,
        scope,
        Action.ALLOW,
        rules.build(),
        dropped.isEmpty() ? AS_READ : "nothing is let through by " + words(dropped));
  }

  private static Closed refusing(AuthorizationPolicy policy, Scope scope, Faults faults) {
    ImmutableList.Builder<Rule> rules = ImmutableList.builder();
    List<Integer> widened = new ArrayList<>();
    for (int i = 0; i < policy.rules().size(); i++) {
      ImmutableSet<String> parts = faults.fieldsOf(RULES, i);
      Rule rule = policy.rules().get(i);
      if (!parts.isEmpty()) {
        widened.add(i);
      }
      rules.add(
          new Rule(
              parts.contains("from") ? ImmutableList.of() : rule.from(),
              parts.contains("to") ? ImmutableList.of() : rule.to(),
              parts.contains("when") ? ImmutableList.of() : rule.when()));
    }
    boolean unasked = faults.isIn(PROVIDER);
    List<String> words = new ArrayList<>();
    if (!widened.isEmpty()) {
      words.add("what cannot be read of " + words(widened) + " is taken to match");
    }
    if (unasked) {
      words.add("what its rules match is refused");
    }
    return closed(
        policy,
        scope,
        unasked ? Action.DENY : policy.action(),
        rules.build(),
        words.isEmpty() ? AS_READ : Joiner.on(", and ").join(words));
  }

  private static Closed closed(
      AuthorizationPolicy policy,
      Scope scope,
      Action action,
      ImmutableList<Rule> rules,
      String meaning) {
    return new Closed(
        new AuthorizationPolicy(
            scope.selector(),
            Optional.empty(),
            scope.targets(),
            rules,
            action,
            action == Action.CUSTOM ? policy.provider() : Optional.empty()),
        meaning + scope.words());
  }

  private static String words(List<Integer> rules) {
    return rules.stream()
        .map(index -> "spec." + RULES + "[" + index + "]")
        .collect(Collectors.joining(", "));
  }
}
