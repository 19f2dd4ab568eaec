package io.meltemi.translator.diagnostic;

/** How much a diagnostic costs: an {@code ERROR} leaves its object out, the others do not. */
public enum Severity {
  ERROR,
  WARNING,
  INFO
}
