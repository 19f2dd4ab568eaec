package io.meltemi.translator.diagnostic;

import com.google.common.base.CaseFormat;

/** What kind of mistake a {@link Diagnostic} reports. Stable: users filter on these. */
public enum DiagnosticCode {
  /** The text is not YAML or JSON, or is larger or deeper than we read. */
  MALFORMED_DOCUMENT,
  /** A document without {@code kind}, {@code apiVersion} or {@code metadata.name}. */
  INCOMPLETE_OBJECT,
  /** A kind or version that this control plane does not read. */
  UNKNOWN_KIND,
  /** A field that the API does not have. */
  UNKNOWN_FIELD,
  /** A value of the wrong type or outside its range. */
  INVALID_VALUE,
  /** A field that the API requires is not there. */
  MISSING_FIELD,
  /** The same object is written down twice. */
  DUPLICATE_OBJECT,
  /** Two objects claim the same thing; the message says which one wins. */
  CONFLICT,
  /** A reference to something that does not exist. */
  UNKNOWN_REFERENCE,
  /** Correct, but without effect. */
  INEFFECTIVE,
  /** Correct, but this version of the control plane does not act on it. */
  UNSUPPORTED,
  /**
   * A policy that cannot be understood, without a good version, holds at its strictest; the message
   * says what that is.
   */
  TAKEN_STRICTLY,
  /** An Envoy refused what was made from this object. */
  REJECTED_BY_PROXY,
  /** A file or source that cannot be read. */
  UNREADABLE_SOURCE;

  /** {@code UnknownField}. */
  public String title() {
    return CaseFormat.UPPER_UNDERSCORE.to(CaseFormat.UPPER_CAMEL, name());
  }
}
