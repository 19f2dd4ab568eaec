package io.meltemi.istiod.watch;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.meltemi.translator.config.decode.ConfigFile;
import io.meltemi.translator.config.decode.LocatedObject;
import io.meltemi.translator.config.decode.LocatedStandIn;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.diagnostic.Position;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one file contributes: the objects in it, and the last good version of those that broke.
 *
 * @param file as it was last read
 * @param entries its objects, and where each was last seen whole
 * @param standIns the keys of those entries that were never seen whole: security policies that
 *     cannot be understood, and are taken at their strictest
 * @param diagnostics what is to be said about the file and what is in it
 */
record FileContents(
    ConfigFile file,
    ImmutableMap<ConfigKey, LocatedObject> entries,
    ImmutableSet<ConfigKey> standIns,
    ImmutableList<Diagnostic> diagnostics) {

  /** A file that is not read yet; {@code name} is what the user would write. */
  static FileContents unread(String name) {
    return new FileContents(
        ConfigFile.unread(name), ImmutableMap.of(), ImmutableSet.of(), ImmutableList.of());
  }

  /**
   * This file with a new text. A broken document that names its object keeps that object's last
   * good version; one that is too broken to name it could be any object of this file that is
   * missing now, so all of those are kept. A broken policy that never had a good version is taken
   * at its strictest.
   */
  FileContents reread(String text) {
    ConfigFile read = file.reread(text);
    Map<ConfigKey, LocatedObject> now = new LinkedHashMap<>();
    ImmutableList.Builder<Diagnostic> said = ImmutableList.builder();
    said.addAll(read.diagnostics());
    for (LocatedObject located : read.objects()) {
      LocatedObject first = now.putIfAbsent(located.object().key(), located);
      if (first != null) {
        said.add(duplicate(located.object().key(), located.position(), first.position()));
      }
    }
    entries.forEach(
        (key, good) -> {
          if (!standIns.contains(key)
              && (read.hasUnnamedErrors() || read.rejected().contains(key))) {
            now.putIfAbsent(key, good);
          }
        });
    ImmutableSet.Builder<ConfigKey> standing = ImmutableSet.builder();
    for (LocatedStandIn standIn : read.standIns()) {
      ConfigKey key = standIn.standIn().object().key();
      if (now.putIfAbsent(key, standIn.object()) == null) {
        standing.add(key);
        said.add(standIn.diagnostic());
      }
    }
    for (ConfigKey key : standIns) {
      if (read.hasUnnamedErrors() && now.putIfAbsent(key, entries.get(key)) == null) {
        standing.add(key);
      }
    }
    return new FileContents(read, ImmutableMap.copyOf(now), standing.build(), said.build());
  }

  /** This file while it cannot be read: everything stays. */
  FileContents unreadable(String reason) {
    return new FileContents(
        file,
        entries,
        standIns,
        ImmutableList.of(
            Diagnostic.error(
                DiagnosticCode.UNREADABLE_SOURCE,
                ConfigKey.NONE,
                new Position(file.name(), 0, 0),
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
