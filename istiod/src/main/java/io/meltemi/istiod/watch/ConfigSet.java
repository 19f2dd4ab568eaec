package io.meltemi.istiod.watch;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.diagnostic.Position;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Files and folders read once, for commands that do not stay: what a {@link FolderSource} would
 * have told at its start.
 *
 * @param objects in the order of their keys
 * @param diagnostics in the order of their files
 */
public record ConfigSet(
    ImmutableList<ConfigEvent.Upsert> objects, ImmutableList<Diagnostic> diagnostics) {

  public static ConfigSet read(Collection<Path> paths) {
    Set<Path> files = new TreeSet<>();
    ImmutableList.Builder<Diagnostic> said = ImmutableList.builder();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        FolderListing listing = FolderListing.of(path);
        files.addAll(listing.files().keySet());
        listing.unreadable().forEach((where, why) -> said.add(unreadable(where, why)));
      } else {
        files.add(path);
      }
    }
    Map<Path, FileContents> contents = new TreeMap<>();
    for (Path file : files) {
      try {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        contents.put(file, FileContents.unread(file.toString()).reread(text));
      } catch (IOException e) {
        said.add(unreadable(file, "cannot be read (" + e + ")"));
      }
    }
    return of(new FolderContents().update(contents, ImmutableList.of()), said.build());
  }

  private static ConfigSet of(
      ImmutableList<ConfigEvent> events, ImmutableList<Diagnostic> unreadable) {
    ImmutableList.Builder<ConfigEvent.Upsert> objects = ImmutableList.builder();
    ImmutableList.Builder<Diagnostic> said = ImmutableList.builder();
    said.addAll(unreadable);
    for (ConfigEvent event : events) {
      switch (event) {
        case ConfigEvent.Upsert upsert -> objects.add(upsert);
        case ConfigEvent.Report report -> said.addAll(report.diagnostics());
        case ConfigEvent.Delete _, ConfigEvent.Synced _ -> {}
      }
    }
    return new ConfigSet(objects.build(), said.build());
  }

  private static Diagnostic unreadable(Path path, String why) {
    return Diagnostic.error(
        DiagnosticCode.UNREADABLE_SOURCE,
        ConfigKey.NONE,
        new Position(path.toString(), 0, 0),
        "",
        why);
  }
}
