package io.meltemi.translator.route;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.diagnostic.Position;

/**
 * Collects what is wrong with one object while it is translated. {@link #at} narrows the view to a
 * field; all views of one object collect into the same list. Everything here is a warning: what is
 * wrong is left out, the rest of the object works.
 */
final class Findings {

  private final ImmutableList.Builder<Diagnostic> found;
  private final ConfigKey object;
  private final String path;

  private Findings(ImmutableList.Builder<Diagnostic> found, ConfigKey object, String path) {
    this.found = found;
    this.object = object;
    this.path = path;
  }

  static Findings of(ConfigKey object) {
    return new Findings(ImmutableList.builder(), object, "spec");
  }

  /** The same collection, for a field of the current one. */
  Findings at(String field) {
    return new Findings(found, object, path + "." + field);
  }

  Findings at(String list, int index) {
    return new Findings(found, object, path + "." + list + "[" + index + "]");
  }

  void invalid(String message) {
    add(DiagnosticCode.INVALID_VALUE, message);
  }

  void add(DiagnosticCode code, String message) {
    found.add(Diagnostic.warning(code, object, Position.NONE, path, message));
  }

  ImmutableList<Diagnostic> list() {
    return found.build();
  }
}
