package io.meltemi.translator.authz;

import io.envoyproxy.envoy.config.rbac.v3.Permission;
import io.envoyproxy.envoy.config.rbac.v3.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * And, or and not over Envoy's two kinds of RBAC matchers, which have the same logic in different
 * messages.
 */
record Logic<T>(
    T any, Function<List<T>, T> and, Function<List<T>, T> or, UnaryOperator<T> negation) {

  static final Logic<Permission> PERMISSIONS =
      new Logic<>(
          Permission.newBuilder().setAny(true).build(),
          all ->
              Permission.newBuilder()
                  .setAndRules(Permission.Set.newBuilder().addAllRules(all))
                  .build(),
          all ->
              Permission.newBuilder()
                  .setOrRules(Permission.Set.newBuilder().addAllRules(all))
                  .build(),
          one -> Permission.newBuilder().setNotRule(one).build());

  static final Logic<Principal> PRINCIPALS =
      new Logic<>(
          Principal.newBuilder().setAny(true).build(),
          all ->
              Principal.newBuilder().setAndIds(Principal.Set.newBuilder().addAllIds(all)).build(),
          all -> Principal.newBuilder().setOrIds(Principal.Set.newBuilder().addAllIds(all)).build(),
          one -> Principal.newBuilder().setNotId(one).build());

  Formula<T> and(List<Formula<T>> parts) {
    List<T> tests = new ArrayList<>();
    for (Formula<T> part : parts) {
      switch (part) {
        case Formula.Always<T> _ -> {}
        case Formula.Never<T> never -> {
          return never;
        }
        case Formula.When<T>(T test) -> tests.add(test);
      }
    }
    return tests.isEmpty() ? new Formula.Always<>() : new Formula.When<>(joined(tests, and));
  }

  Formula<T> or(List<Formula<T>> parts) {
    List<T> tests = new ArrayList<>();
    for (Formula<T> part : parts) {
      switch (part) {
        case Formula.Never<T> _ -> {}
        case Formula.Always<T> always -> {
          return always;
        }
        case Formula.When<T>(T test) -> tests.add(test);
      }
    }
    return tests.isEmpty() ? new Formula.Never<>() : new Formula.When<>(joined(tests, or));
  }

  Formula<T> not(Formula<T> part) {
    return switch (part) {
      case Formula.Always<T> _ -> new Formula.Never<>();
      case Formula.Never<T> _ -> new Formula.Always<>();
      case Formula.When<T>(T test) -> new Formula.When<>(negation.apply(test));
    };
  }

  /** The matcher itself; absent when nothing matches. */
  Optional<T> matcher(Formula<T> formula) {
    return switch (formula) {
      case Formula.Always<T> _ -> Optional.of(any);
      case Formula.Never<T> _ -> Optional.empty();
      case Formula.When<T>(T test) -> Optional.of(test);
    };
  }

  /** How a value of a field is tested. */
  interface Test<T> extends BiFunction<String, Leaning, Formula<T>> {

    /** A test that is absent where the value cannot be decided. */
    static <T> Test<T> of(Function<String, Optional<T>> matcher) {
      return (value, leaning) ->
          matcher
              .apply(value)
              .<Formula<T>>map(Formula.When::new)
              .orElseGet(() -> Formula.undecided(leaning));
    }
  }

  /**
   * One of the values and none of the others: a field and its {@code not} twin. Without values any
   * will do.
   */
  Formula<T> field(List<String> values, List<String> notValues, Leaning leaning, Test<T> test) {
    List<Formula<T>> both = new ArrayList<>();
    if (!values.isEmpty()) {
      both.add(oneOf(values, leaning, test));
    }
    if (!notValues.isEmpty()) {
      both.add(not(oneOf(notValues, leaning.negated(), test)));
    }
    return and(both);
  }

  private Formula<T> oneOf(List<String> values, Leaning leaning, Test<T> test) {
    List<Formula<T>> alternatives = new ArrayList<>();
    values.forEach(value -> alternatives.add(test.apply(value, leaning)));
    return or(alternatives);
  }

  private static <T> T joined(List<T> tests, Function<List<T>, T> how) {
    return tests.size() == 1 ? tests.getFirst() : how.apply(tests);
  }
}
