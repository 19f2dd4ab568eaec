package io.meltemi.translator.destination;

import io.meltemi.translator.model.Locality;

/** {@code region/zone/subzone} of a locality rule, where a missing part or {@code *} is any. */
final class LocalityPattern {
  private LocalityPattern() {}

  static boolean matches(String pattern, Locality locality) {
    Locality wanted = Locality.parse(pattern);
    return part(wanted.region(), locality.region())
        && part(wanted.zone(), locality.zone())
        && part(wanted.subzone(), locality.subzone());
  }

  /** How much of a place it names: patterns with more are tried first. */
  static int specificity(String pattern) {
    Locality wanted = Locality.parse(pattern);
    return named(wanted.region()) + named(wanted.zone()) + named(wanted.subzone());
  }

  private static boolean part(String wanted, String actual) {
    return named(wanted) == 0 || wanted.equals(actual);
  }

  private static int named(String part) {
    return part.isEmpty() || part.equals("*") ? 0 : 1;
  }
}
