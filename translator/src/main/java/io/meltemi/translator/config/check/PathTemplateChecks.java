package io.meltemi.translator.config.check;

import io.meltemi.translator.config.PathTemplate;

/**
 * Paths of AuthorizationPolicy: exact, {@code prefix*}, {@code *suffix}, {@code *}, or a {@link
 * PathTemplate}.
 */
final class PathTemplateChecks {

  private PathTemplateChecks() {}

  static void path(Findings at, String path) {
    if (PathTemplate.isTemplate(path)) {
      PathTemplate.problem(path).ifPresent(at::invalid);
    }
  }
}
