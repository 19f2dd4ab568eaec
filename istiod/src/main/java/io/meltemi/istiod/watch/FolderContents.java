package io.meltemi.istiod.watch;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.meltemi.translator.config.decode.LocatedObject;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.Position;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All files of a folder merged into one set of objects, and the events that tell how it changes.
 * Where two files define the same object, the first by path wins, whatever was read first.
 *
 * <p>The cost of a change is that of the files it touches. Not thread-safe.
 */
final class FolderContents {

  private final NavigableMap<Path, FileContents> files = new TreeMap<>();
  private final Map<ConfigKey, TreeMap<Path, LocatedObject>> claims = new HashMap<>();
  private final Map<ConfigKey, LocatedObject> told = new HashMap<>();
  private final Map<Path, ImmutableList<Diagnostic>> reported = new HashMap<>();

  ImmutableSortedSet<Path> paths() {
    return ImmutableSortedSet.copyOf(files.navigableKeySet());
  }

  int objects() {
    return told.size();
  }

  @Nullable FileContents file(Path path) {
    return files.get(path);
  }

  /** Replaces some files and removes others; says what is different now. */
  ImmutableList<ConfigEvent> update(Map<Path, FileContents> changed, Collection<Path> removed) {
    Set<ConfigKey> touched = new TreeSet<>();
    Set<Path> toReport = new TreeSet<>();
    changed.forEach((path, file) -> replace(path, file, touched, toReport));
    removed.forEach(path -> replace(path, null, touched, toReport));
    ImmutableList.Builder<ConfigEvent> events = ImmutableList.builder();
    for (ConfigKey key : touched) {
      Map<Path, LocatedObject> claimants = claims.getOrDefault(key, new TreeMap<>());
      toReport.addAll(claimants.keySet());
      tell(key, claimants, events);
    }
    toReport.forEach(path -> report(path, events));
    return events.build();
  }

  private void replace(
      Path path, @Nullable FileContents file, Set<ConfigKey> touched, Set<Path> toReport) {
    FileContents before = file == null ? files.remove(path) : files.put(path, file);
    toReport.add(path);
    if (before != null) {
      for (ConfigKey key : before.entries().keySet()) {
        if (file == null || !file.entries().containsKey(key)) {
          unclaim(key, path);
          touched.add(key);
        }
      }
    }
    if (file != null) {
      file.entries()
          .forEach(
              (key, entry) -> {
                LocatedObject earlier =
                    claims.computeIfAbsent(key, _ -> new TreeMap<>()).put(path, entry);
                if (!entry.equals(earlier)) {
                  touched.add(key);
                }
              });
    }
  }

  private void unclaim(ConfigKey key, Path path) {
    claims.computeIfPresent(
        key,
        (_, claimants) -> {
          claimants.remove(path);
          return claimants.isEmpty() ? null : claimants;
        });
  }

  private void tell(
      ConfigKey key,
      Map<Path, LocatedObject> claimants,
      ImmutableList.Builder<ConfigEvent> events) {
    if (claimants.isEmpty()) {
      told.remove(key);
      events.add(new ConfigEvent.Delete(key));
      return;
    }
    LocatedObject winner = claimants.values().iterator().next();
    if (!winner.equals(told.put(key, winner))) {
      events.add(new ConfigEvent.Upsert(winner.object(), winner.position()));
    }
  }

  private void report(Path path, ImmutableList.Builder<ConfigEvent> events) {
    FileContents file = files.get(path);
    ImmutableList<Diagnostic> now = file == null ? ImmutableList.of() : withDuplicates(path, file);
    ImmutableList<Diagnostic> before =
        now.isEmpty() ? reported.remove(path) : reported.put(path, now);
    if (!now.equals(before == null ? ImmutableList.of() : before)) {
      events.add(new ConfigEvent.Report(path.toString(), now));
    }
  }

  private ImmutableList<Diagnostic> withDuplicates(Path path, FileContents file) {
    ImmutableList.Builder<Diagnostic> all = ImmutableList.builder();
    all.addAll(file.diagnostics());
    file.entries()
        .forEach(
            (key, entry) -> {
              TreeMap<Path, LocatedObject> claimants = claims.get(key);
              if (claimants != null && !claimants.firstKey().equals(path)) {
                Position winner = claimants.firstEntry().getValue().position();
                all.add(FileContents.duplicate(key, entry.position(), winner));
              }
            });
    return all.build();
  }
}
