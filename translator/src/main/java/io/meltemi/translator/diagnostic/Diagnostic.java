package io.meltemi.translator.diagnostic;

/**
 * One thing a user should know about one of their objects.
 *
 * @param object what it is about, or {@link ConfigKey#NONE}
 * @param position where, as near as is known
 * @param field the path inside the object, {@code spec.http[0].timeout}, or empty
 * @param message what is wrong and how to mend it, in one sentence
 */
public record Diagnostic(
    Severity severity,
    DiagnosticCode code,
    ConfigKey object,
    Position position,
    String field,
    String message) {

  public static Diagnostic error(
      DiagnosticCode code, ConfigKey object, Position position, String field, String message) {
    return new Diagnostic(Severity.ERROR, code, object, position, field, message);
  }

  public static Diagnostic warning(
      DiagnosticCode code, ConfigKey object, Position position, String field, String message) {
    return new Diagnostic(Severity.WARNING, code, object, position, field, message);
  }

  /** {@code reviews.yaml:12:7: error [UnknownField] VirtualService default/reviews spec.htp: …}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (!position.equals(Position.NONE)) {
      text.append(position).append(": ");
    }
    text.append(severity.name().toLowerCase(java.util.Locale.ROOT));
    text.append(" [").append(code.title()).append("] ").append(object);
    if (!field.isEmpty()) {
      text.append(' ').append(field);
    }
    return text.append(": ").append(message).toString();
  }
}
