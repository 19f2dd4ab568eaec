package io.meltemi.translator.config.decode;

import static com.google.common.collect.ImmutableSortedMap.toImmutableSortedMap;

import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.ObjectMeta;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/** Reads the part of Kubernetes' metadata that a mesh acts on. */
final class MetaDecoder {

  /** A copy of the whole object in itself, which would make every object count twice. */
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private MetaDecoder() {}

  static ObjectMeta meta(ObjectReader in) {
    ObjectMeta meta =
        new ObjectMeta(
            in.stringMap("labels"),
            annotations(in),
            timestamp(in, "creationTimestamp").orElse(Instant.EPOCH),
            in.optionalLong("generation").orElse(0L));
    in.ignoreRest();
    return meta;
  }

  static Optional<Instant> timestamp(ObjectReader in, String field) {
    String text = in.string(field);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException _) {
      in.error(
          DiagnosticCode.INVALID_VALUE,
          field,
          "takes a time such as 2026-01-31T12:00:00Z, not \"" + text + "\"");
      return Optional.empty();
    }
  }

  private static ImmutableSortedMap<String, String> annotations(ObjectReader in) {
    ImmutableSortedMap<String, String> all = in.stringMap("annotations");
    return all.containsKey(LAST_APPLIED)
        ? all.entrySet().stream()
            .filter(annotation -> !annotation.getKey().equals(LAST_APPLIED))
            .collect(
                toImmutableSortedMap(
                    Comparator.naturalOrder(), Map.Entry::getKey, Map.Entry::getValue))
        : all;
  }
}
