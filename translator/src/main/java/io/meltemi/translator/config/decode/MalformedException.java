package io.meltemi.translator.config.decode;

import java.io.Serial;

/** Ends the reading of one document. Never leaves this package. */
final class MalformedException extends Exception {

  @Serial private static final long serialVersionUID = 1;

  private final int line;
  private final int column;

  MalformedException(String message, int line, int column) {
    super(message, null, false, false);
    this.line = line;
    this.column = column;
  }

  int line() {
    return line;
  }

  int column() {
    return column;
  }

  String message() {
    return String.valueOf(getMessage());
  }
}
