package io.meltemi.translator.authz;

/**
 * When a part of a rule matches.
 *
 * @param <T> Envoy's {@code Permission} or {@code Principal}
 */
sealed interface Formula<T> {

  record Always<T>() implements Formula<T> {}

  record Never<T>() implements Formula<T> {}

  record When<T>(T matcher) implements Formula<T> {}

  static <T> Formula<T> undecided(Leaning leaning) {
    return switch (leaning) {
      case CERTAIN -> new Never<>();
      case POSSIBLE -> new Always<>();
    };
  }
}
