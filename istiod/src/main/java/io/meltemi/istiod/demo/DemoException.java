package io.meltemi.istiod.demo;

/** The demo cannot go on; the message says why in words for who started it. */
final class DemoException extends Exception {

  DemoException(String message) {
    super(message);
  }

  DemoException(String message, Throwable cause) {
    super(message, cause);
  }
}
