package io.meltemi.istiod.quarantine;

import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.diagnostic.Position;
import io.meltemi.translator.xds.XdsResource;
import io.meltemi.translator.xds.XdsType;
import java.util.Locale;
import java.util.Optional;

/**
 * An object because of which a resource is refused.
 *
 * @param version the object as it is; empty for one whose versions nobody keeps
 * @param resource what is refused
 * @param error the proxy's own words
 */
record Blame(
    ConfigKey object,
    Optional<? extends ConfigObject<?>> version,
    XdsResource resource,
    String error,
    Effect effect) {

  /** What follows for the proxies that refuse it. */
  enum Effect {
    LAST_GOOD("they get its last good version"),
    LEFT_OUT("they go without it"),
    HELD_BACK("they keep what they have of that");

    private final String words;

    Effect(String words) {
      this.words = words;
    }
  }

  boolean isHeldBack() {
    return effect == Effect.HELD_BACK;
  }

  boolean isOf(XdsType type, String name) {
    return resource.type() == type && resource.name().equals(name);
  }

  /** The object and the proxy's words. */
  String complaint() {
    return object + ": " + error;
  }

  /** Names no proxy: the next one says the same. */
  Diagnostic diagnostic() {
    return Diagnostic.error(
        DiagnosticCode.REJECTED_BY_PROXY,
        object,
        Position.NONE,
        "",
        "proxies refuse "
            + resource.type().name().toLowerCase(Locale.ROOT)
            + " "
            + resource.name()
            + ": "
            + error
            + "; "
            + effect.words);
  }
}
