package io.meltemi.translator.config.check;

/**
 * Paths of AuthorizationPolicy: exact, {@code prefix*}, {@code *suffix}, {@code *}, or a template
 * with {@code {*}} for one segment and, once and last of all wildcards, {@code {**}} for any
 * number.
 */
final class PathTemplateChecks {

  private static final String ONE = "{*}";
  private static final String ANY = "{**}";

  private PathTemplateChecks() {}

  static void path(Findings at, String path) {
    if (!path.contains(ONE) && !path.contains(ANY)) {
      return;
    }
    if (path.replace(ONE, "").replace(ANY, "").contains("*")) {
      at.conflict("mixes {*} with *; use {*} and {**} throughout");
      return;
    }
    boolean anySeen = false;
    for (String segment : path.split("/", -1)) {
      boolean isOne = segment.equals(ONE);
      boolean isAny = segment.equals(ANY);
      if (!isOne && !isAny && (segment.contains("{") || segment.contains("}"))) {
        at.invalid("{*} and {**} stand for whole segments, between slashes");
        return;
      }
      if (anySeen && (isOne || isAny)) {
        at.invalid("{**} must be the last of the wildcards");
        return;
      }
      anySeen |= isAny;
    }
  }
}
