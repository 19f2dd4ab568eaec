package io.meltemi.translator.config.decode;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigSpec;
import io.meltemi.translator.config.check.ConfigChecks;
import io.meltemi.translator.config.standin.StandIns;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.Position;
import io.meltemi.translator.diagnostic.Severity;

/** Decodes an object and checks it: what every source of objects calls. */
public final class ConfigReader {

  private ConfigReader() {}

  /** Accepted only if the checks found no error either. */
  public static Decoded<?> read(Document document) {
    return checked(document, ConfigDecoder.decode(document));
  }

  static <T extends ConfigSpec> Decoded<T> checked(Document document, Decoded<T> decoded) {
    if (!(decoded instanceof Decoded.Accepted<T> accepted)) {
      return decoded;
    }
    ImmutableList<Diagnostic> found = ConfigChecks.check(accepted.object());
    if (found.isEmpty()) {
      return decoded;
    }
    ImmutableList.Builder<Diagnostic> all = ImmutableList.builder();
    all.addAll(accepted.diagnostics());
    found.forEach(diagnostic -> all.add(located(document, diagnostic)));
    return found.stream().anyMatch(diagnostic -> diagnostic.severity() == Severity.ERROR)
        ? new Decoded.Rejected<>(
            accepted.object().key(), StandIns.of(accepted.object(), found), all.build())
        : new Decoded.Accepted<>(accepted.object(), all.build());
  }

  private static Diagnostic located(Document document, Diagnostic diagnostic) {
    Position position = FieldLocator.locate(document, diagnostic.field());
    return new Diagnostic(
        diagnostic.severity(),
        diagnostic.code(),
        diagnostic.object(),
        position,
        diagnostic.field(),
        diagnostic.message());
  }
}
