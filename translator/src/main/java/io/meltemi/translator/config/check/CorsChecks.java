package io.meltemi.translator.config.check;

import io.meltemi.translator.config.HttpRoute;
import io.meltemi.translator.config.StringMatch;
import java.time.temporal.ChronoUnit;

/** Checks a CORS policy. */
final class CorsChecks {

  private CorsChecks() {}

  static void check(Findings at, HttpRoute.CorsPolicy cors) {
    at.each(
        "allowOrigins",
        cors.allowOrigins(),
        (f, origin) -> {
          if (origin instanceof StringMatch.Present) {
            f.missing("needs exact, prefix or regex");
          }
          RegexChecks.match(f, origin);
        });
    at.each(
        "allowMethods",
        cors.allowMethods(),
        (f, method) -> {
          if (!method.equals("*") && !HeaderChecks.isName(method)) {
            f.invalid("takes a method such as GET, not \"" + method + "\"");
          }
        });
    at.each("allowHeaders", cors.allowHeaders(), CorsChecks::header);
    at.each("exposeHeaders", cors.exposeHeaders(), CorsChecks::header);
    at.present(
        "maxAge",
        cors.maxAge(),
        (f, age) -> {
          NumberChecks.durationOrZero(f, age);
          if (!age.equals(age.truncatedTo(ChronoUnit.SECONDS))) {
            f.invalid("takes whole seconds");
          }
        });
  }

  private static void header(Findings at, String header) {
    if (!header.equals("*")) {
      HeaderChecks.name(at, header);
    }
  }
}
