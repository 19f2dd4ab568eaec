package io.meltemi.translator.config.check;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.diagnostic.FieldPath;
import io.meltemi.translator.diagnostic.Position;
import io.meltemi.translator.diagnostic.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Where the checks of one object write what they find; each instance stands at one place inside the
 * object.
 */
final class Findings {

  /** More about one object help nobody. */
  private static final int MOST = 100;

  private final ConfigKey key;
  private final FieldPath path;
  private final List<Diagnostic> found;

  private Findings(ConfigKey key, FieldPath path, List<Diagnostic> found) {
    this.key = key;
    this.path = path;
    this.found = found;
  }

  static Findings of(ConfigKey key) {
    return new Findings(key, FieldPath.ROOT, new ArrayList<>(0));
  }

  ImmutableList<Diagnostic> toList() {
    return ImmutableList.copyOf(found);
  }

  Findings at(String field) {
    return new Findings(key, path.field(field), found);
  }

  /** The place of one item of a list. */
  Findings item(String list, int index) {
    return new Findings(key, path.item(list, index), found);
  }

  /** Runs a check on every item of a list. */
  <T> void each(String list, List<T> items, BiConsumer<Findings, T> check) {
    for (int i = 0; i < items.size(); i++) {
      check.accept(item(list, i), items.get(i));
    }
  }

  /** Runs a check on every value of a map. */
  <T> void entries(String map, Map<String, T> values, BiConsumer<Findings, T> check) {
    values.forEach(
        (name, value) -> check.accept(new Findings(key, path.key(map, name), found), value));
  }

  /** The place of one entry of a map. */
  Findings entry(String map, String name) {
    return new Findings(key, path.key(map, name), found);
  }

  /** Runs a check on a field if it is there. */
  <T> void present(String field, Optional<T> value, BiConsumer<Findings, T> check) {
    value.ifPresent(it -> check.accept(at(field), it));
  }

  /** The value at this place is not one the field can have. */
  void invalid(String message) {
    add(
        Diagnostic.error(
            DiagnosticCode.INVALID_VALUE, key, Position.NONE, path.toString(), message));
  }

  /** Something that must be at this place is not. */
  void missing(String message) {
    add(
        Diagnostic.error(
            DiagnosticCode.MISSING_FIELD, key, Position.NONE, path.toString(), message));
  }

  /** Two fields of the object exclude each other. */
  void conflict(String message) {
    add(Diagnostic.error(DiagnosticCode.CONFLICT, key, Position.NONE, path.toString(), message));
  }

  /** Correct, but without effect. */
  void ineffective(String message) {
    add(
        Diagnostic.warning(
            DiagnosticCode.INEFFECTIVE, key, Position.NONE, path.toString(), message));
  }

  /** Correct, but this version does something else, which the message says. */
  void unsupported(String message) {
    add(
        new Diagnostic(
            Severity.INFO,
            DiagnosticCode.UNSUPPORTED,
            key,
            Position.NONE,
            path.toString(),
            message));
  }

  private void add(Diagnostic diagnostic) {
    boolean isFirstError =
        diagnostic.severity() == Severity.ERROR
            && found.stream().noneMatch(it -> it.severity() == Severity.ERROR);
    if (found.size() < MOST || isFirstError) {
      found.add(diagnostic);
    }
  }
}
