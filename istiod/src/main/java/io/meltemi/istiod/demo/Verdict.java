package io.meltemi.istiod.demo;

/** What came of one check, and what was seen. */
sealed interface Verdict {

  String seen();

  record Ok(String seen) implements Verdict {}

  record Failed(String seen) implements Verdict {}

  static Verdict of(boolean ok, String seen) {
    return ok ? new Ok(seen) : new Failed(seen);
  }
}
