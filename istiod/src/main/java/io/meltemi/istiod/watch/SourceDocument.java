package io.meltemi.istiod.watch;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.Position;
import java.util.Optional;

/**
 * One document of a file, decoded.
 *
 * @param key which object it is, or {@link ConfigKey#NONE} when it is too broken to tell
 * @param object what it says; empty when an error in it leaves it out
 * @param position where it begins
 * @param diagnostics what is to be said about it
 */
public record SourceDocument(
    ConfigKey key,
    Optional<ConfigObject<?>> object,
    Position position,
    ImmutableList<Diagnostic> diagnostics) {

  /** Whether some object is missing because of an error in this document. */
  boolean isBroken() {
    return object.isEmpty()
        && diagnostics.stream()
            .anyMatch(
                diagnostic ->
                    diagnostic.severity() == io.meltemi.translator.diagnostic.Severity.ERROR);
  }
}
