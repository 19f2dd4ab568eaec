package io.meltemi.translator.config.decode;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.ConfigSpec;
import io.meltemi.translator.config.standin.StandIn;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import java.util.Optional;

/** What became of one document. */
public sealed interface Decoded<T extends ConfigSpec> {

  ImmutableList<Diagnostic> diagnostics();

  /** Usable. What is reported are warnings, such as a field the API does not have. */
  record Accepted<T extends ConfigSpec>(
      ConfigObject<T> object, ImmutableList<Diagnostic> diagnostics) implements Decoded<T> {}

  /**
   * Not usable, and at least one diagnostic says why. The last good version may be kept.
   *
   * @param key {@link ConfigKey#NONE} if the document does not name its object
   * @param standIn for security policies, what must hold where there is no last good version
   */
  record Rejected<T extends ConfigSpec>(
      ConfigKey key, Optional<StandIn> standIn, ImmutableList<Diagnostic> diagnostics)
      implements Decoded<T> {

    Rejected(ConfigKey key, ImmutableList<Diagnostic> diagnostics) {
      this(key, Optional.empty(), diagnostics);
    }
  }

  /** Somebody else's business: a Deployment in the same folder, say. */
  record Skipped<T extends ConfigSpec>(ImmutableList<Diagnostic> diagnostics)
      implements Decoded<T> {}
}
