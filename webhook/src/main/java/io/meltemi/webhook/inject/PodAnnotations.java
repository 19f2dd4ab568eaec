package io.meltemi.webhook.inject;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.meltemi.translator.proxy.InterceptionMode;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A pod's annotations as the types they stand for. What is none of its type is noted and read as
 * absent, so that one pass finds every mistake.
 */
final class PodAnnotations {

  private static final ImmutableSet<String> LOG_LEVELS =
      ImmutableSet.of("trace", "debug", "info", "warning", "warn", "error", "critical", "off");

  private static final int QUOTABLE = 100;

  private final Map<String, String> annotations;
  private final Set<String> problems = new LinkedHashSet<>();
  private final Set<String> remarks = new LinkedHashSet<>();

  PodAnnotations(Pod pod) {
    annotations = InjectionPolicy.annotations(pod);
  }

  ImmutableList<String> problems() {
    return ImmutableList.copyOf(problems);
  }

  /** What is no mistake and has no effect either. */
  ImmutableList<String> remarks() {
    return ImmutableList.copyOf(remarks);
  }

  void remark(String name, String remark) {
    remarks.add("annotation " + name + ": " + remark);
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(annotations.get(name)).filter(text -> !text.isEmpty());
  }

  /** Also where it is written and empty, which means nothing rather than the default. */
  Optional<String> written(String name) {
    return Optional.ofNullable(annotations.get(name));
  }

  Optional<Boolean> flag(String name) {
    return text(name)
        .flatMap(
            text ->
                switch (text.toLowerCase(Locale.ROOT)) {
                  case "true", "t", "1" -> Optional.of(true);
                  case "false", "f", "0" -> Optional.of(false);
                  default -> wrong(name, text, "true or false");
                });
  }

  Optional<Integer> number(String name) {
    return text(name)
        .flatMap(
            text ->
                Texts.number(text).or(() -> wrong(name, text, "a number that is not negative")));
  }

  Optional<Integer> port(String name) {
    return number(name)
        .flatMap(
            number ->
                number <= Texts.MAX_PORT
                    ? Optional.of(number)
                    : wrong(name, String.valueOf(number), "a port"));
  }

  Optional<Quantity> quantity(String name) {
    return text(name)
        .flatMap(
            text -> {
              try {
                Quantity quantity = Quantity.parse(text);
                return quantity.getNumericalAmount().signum() >= 0
                    ? Optional.of(quantity)
                    : wrong(name, text, "a quantity such as 100m or 128Mi");
              } catch (IllegalArgumentException _) {
                return wrong(name, text, "a quantity such as 100m or 128Mi");
              }
            });
  }

  Optional<String> logLevel(String name) {
    return text(name)
        .flatMap(
            text ->
                LOG_LEVELS.contains(text)
                    ? Optional.of(text)
                    : wrong(name, text, "one of " + String.join(", ", LOG_LEVELS)));
  }

  Optional<InterceptionMode> interceptionMode() {
    String name = Annotations.INTERCEPTION_MODE;
    return text(name)
        .flatMap(
            text ->
                switch (text) {
                  case "REDIRECT" -> Optional.of(InterceptionMode.REDIRECT);
                  case "TPROXY" -> Optional.of(InterceptionMode.TPROXY);
                  case "NONE" -> Optional.of(InterceptionMode.NONE);
                  default -> wrong(name, text, "REDIRECT, TPROXY or NONE");
                });
  }

  /** A text of one line and without a gap, such as an image or an address. */
  Optional<String> word(String name, Texts.Check check) {
    return text(name)
        .flatMap(
            text ->
                check.accepts(text) ? Optional.of(text) : wrong(name, text, check.description()));
  }

  /** The text, if it is what it is to be; an empty one says none. */
  Optional<String> list(String name, Texts.Check check) {
    return written(name)
        .flatMap(
            text ->
                check.accepts(text) ? Optional.of(text) : wrong(name, text, check.description()));
  }

  private <T> Optional<T> wrong(String name, String value, String expected) {
    problem(name, "\"" + quotable(value) + "\" is not " + expected);
    return Optional.empty();
  }

  void problem(String name, String what) {
    problems.add("annotation " + name + ": " + what);
  }

  private static String quotable(String value) {
    String line = value.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= QUOTABLE ? line : line.substring(0, QUOTABLE) + "…";
  }
}
