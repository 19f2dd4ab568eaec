package io.meltemi.istiod.watch;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.Position;

/** Something that a source has to tell about the user's objects. */
public sealed interface ConfigEvent {

  /** The object exists and says this now; {@code position} is where it is written. */
  record Upsert(ConfigObject<?> object, Position position) implements ConfigEvent {}

  /** The object does not exist any more. */
  record Delete(ConfigKey key) implements ConfigEvent {}

  /**
   * Everything there is to say now about one part of a source, a file mostly. Replaces what was
   * reported of {@code origin} before; an empty list takes it back. An object with an error in it
   * comes without an {@link Upsert}: its last good version stays.
   */
  record Report(String origin, ImmutableList<Diagnostic> diagnostics) implements ConfigEvent {}

  /** The source has told everything it had when it started. Comes once. */
  record Synced(String source) implements ConfigEvent {}
}
