package io.meltemi.ca.authenticate;

/**
 * One way to prove who one is. Thread-safe; it may block on a network call, so not on an I/O
 * thread.
 */
public interface Authenticator {
  /** Short and fixed: for messages and the labels of metrics. */
  String name();

  Verdict authenticate(CallCredentials call);
}
