package io.meltemi.istiod.watch;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.diagnostic.Position;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one file contributes: the objects in it, and the last good version of those that broke.
 *
 * @param name as the user would write it, for messages
 */
record FileContents(
    String name, ImmutableMap<ConfigKey, Entry> entries, ImmutableList<Diagnostic> diagnostics) {

  /** An object and where it was last seen whole. */
  record Entry(ConfigObject<?> object, Position position) {}

  static FileContents empty(String name) {
    return new FileContents(name, ImmutableMap.of(), ImmutableList.of());
  }

  /**
   * This file after it was read again. A broken document that names its object keeps that object's
   * last good version; one that is too broken to name it could be any object of this file that is
   * missing now, so all of those are kept.
   */
  FileContents reread(ImmutableList<SourceDocument> documents) {
    Map<ConfigKey, Entry> now = new LinkedHashMap<>();
    Map<ConfigKey, Entry> good = new LinkedHashMap<>(entries);
    ImmutableList.Builder<Diagnostic> said = ImmutableList.builder();
    boolean unnamed = false;
    for (SourceDocument document : documents) {
      said.addAll(document.diagnostics());
      if (document.isBroken() && document.key().equals(ConfigKey.NONE)) {
        unnamed = true;
      }
      Optional<Entry> entry = entryOf(document, good);
      if (entry.isPresent()) {
        Entry first = now.putIfAbsent(document.key(), entry.get());
        if (first != null) {
          said.add(duplicate(document.key(), document.position(), first.position()));
        }
      }
    }
    if (unnamed) {
      good.forEach(now::putIfAbsent);
    }
    return new FileContents(name, ImmutableMap.copyOf(now), said.build());
  }

  private static Optional<Entry> entryOf(SourceDocument document, Map<ConfigKey, Entry> good) {
    if (document.object().isPresent()) {
      return document.object().map(object -> new Entry(object, document.position()));
    }
    return document.isBroken() ? Optional.ofNullable(good.get(document.key())) : Optional.empty();
  }

  /** This file while it cannot be read: everything stays. */
  FileContents unreadable(String reason) {
    return new FileContents(
        name,
        entries,
        ImmutableList.of(
            Diagnostic.error(
                DiagnosticCode.UNREADABLE_SOURCE,
                ConfigKey.NONE,
                new Position(name, 0, 0),
                "",
                reason + "; the " + entries.size() + " objects last read from it stay")));
  }

  static Diagnostic duplicate(ConfigKey key, Position here, Position winner) {
    return Diagnostic.error(
        DiagnosticCode.DUPLICATE_OBJECT,
        key,
        here,
        "metadata.name",
        "is also at " + winner + ", which wins; remove one of them");
  }
}
