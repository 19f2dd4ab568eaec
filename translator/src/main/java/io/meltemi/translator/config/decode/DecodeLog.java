package io.meltemi.translator.config.decode;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.standin.StandIns;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.diagnostic.Severity;
import java.util.ArrayList;
import java.util.List;

/** The diagnostics of one object while it is decoded. */
final class DecodeLog {

  /** More about one object help nobody, and a hostile one must not fill the memory. */
  private static final int MOST = 100;

  private static final int QUOTABLE = 100;

  private final Document document;
  private final ConfigKey key;
  private final List<Diagnostic> diagnostics = new ArrayList<>(0);
  private boolean failed;
  private boolean errorKept;

  DecodeLog(Document document, ConfigKey key) {
    this.document = document;
    this.key = key;
  }

  void error(DiagnosticCode code, ConfigTree at, String field, String message) {
    failed = true;
    add(Diagnostic.error(code, key, document.position(at.line(), at.column()), field, message));
  }

  void unknownField(ConfigTree.Entry entry, String field, String message) {
    failed |= isStrict();
    add(
        new Diagnostic(
            isStrict() ? Severity.ERROR : Severity.WARNING,
            DiagnosticCode.UNKNOWN_FIELD,
            key,
            document.position(entry.line(), entry.column()),
            field,
            message));
  }

  /**
   * Whether a field that nobody knows is an error: without a condition that it may be, a policy is
   * wider than what was meant.
   */
  boolean isStrict() {
    return StandIns.areFor(key.kind());
  }

  /** A value as it is quoted in a message; nothing of a Secret ever is. */
  String quote(ConfigTree value) {
    return value instanceof ConfigTree.Scalar scalar
            && scalar.text().length() <= QUOTABLE
            && key.kind() != ConfigKind.SECRET
        ? "\"" + scalar.text() + "\""
        : value.description();
  }

  boolean isFull() {
    return diagnostics.size() >= MOST;
  }

  boolean hasErrors() {
    return failed;
  }

  ImmutableList<Diagnostic> diagnostics() {
    return ImmutableList.copyOf(diagnostics);
  }

  private void add(Diagnostic diagnostic) {
    // The first error is always kept: it says why the object is refused.
    if (!isFull() || (diagnostic.severity() == Severity.ERROR && !errorKept)) {
      errorKept |= diagnostic.severity() == Severity.ERROR;
      diagnostics.add(diagnostic);
    }
  }
}
