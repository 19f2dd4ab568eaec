package io.meltemi.istiod.watch;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.ObjectMeta;
import io.meltemi.translator.config.WorkloadEntry;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.diagnostic.Position;
import java.util.List;
import java.util.Optional;

/**
 * A fake parser: each line {@code name=address} is a WorkloadEntry, {@code name!} one with an
 * error, {@code !} something too broken to have a name.
 */
final class LineParser implements DocumentParser {

  static ConfigKey key(String name) {
    return new ConfigKey(ConfigKind.WORKLOAD_ENTRY, "default", name);
  }

  @Override
  public ImmutableList<SourceDocument> parse(String file, String text) {
    ImmutableList.Builder<SourceDocument> documents = ImmutableList.builder();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        documents.add(document(lines.get(i), new Position(file, i + 1, 1)));
      }
    }
    return documents.build();
  }

  private static SourceDocument document(String line, Position position) {
    if (line.endsWith("!")) {
      String name = line.substring(0, line.length() - 1);
      ConfigKey key = name.isEmpty() ? ConfigKey.NONE : key(name);
      return new SourceDocument(
          key,
          Optional.empty(),
          position,
          ImmutableList.of(
              Diagnostic.error(DiagnosticCode.MALFORMED_DOCUMENT, key, position, "", "is broken")));
    }
    int equals = line.indexOf('=');
    ConfigKey key = key(line.substring(0, equals));
    WorkloadEntry spec =
        new WorkloadEntry(
            line.substring(equals + 1),
            ImmutableSortedMap.of(),
            ImmutableSortedMap.of(),
            "",
            "",
            0,
            "");
    return new SourceDocument(
        key,
        Optional.of(ConfigObject.of(key, ObjectMeta.EMPTY, spec)),
        position,
        ImmutableList.of());
  }
}
