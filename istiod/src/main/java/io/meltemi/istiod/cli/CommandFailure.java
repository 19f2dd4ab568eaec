package io.meltemi.istiod.cli;

/** What the user asked for cannot be done, and the message says why; no stack trace helps. */
final class CommandFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CommandFailure(String message) {
    super(message);
  }
}
