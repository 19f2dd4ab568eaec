package io.meltemi.istiod.watch;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.diagnostic.Position;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A folder of YAML and JSON files, at any depth, and what changes in it.
 *
 * <p>Deleting a file removes its objects. But a folder never becomes empty: when it is gone, cannot
 * be read, or holds no configuration file any more, all objects stay and a diagnostic says so,
 * until there is at least one file again. (A mount that went away looks exactly like a folder
 * somebody emptied; a mesh must not be torn down by the first. To remove the last object, leave a
 * file without documents.) The same holds for a file, or a folder inside, that exists but cannot be
 * read. A folder that is empty at the very start is taken as it is; one that cannot be read then is
 * waited for.
 *
 * <p>This class reads; when to read is {@link FolderSource}'s. Not thread-safe.
 */
final class FolderReader {

  /** Larger files are a mistake, or an attack on our memory; Istio objects have a few kB. */
  static final long LARGEST_FILE = 64L << 20;

  private final Path root;
  private final ConfigSink sink;
  private final FolderContents contents = new FolderContents();
  private final Map<Path, FileStamp> stamps = new HashMap<>();
  private final Set<Path> unread = new HashSet<>();
  private ImmutableList<Diagnostic> trouble = ImmutableList.of();
  private boolean synced;

  FolderReader(Path root, ConfigSink sink) {
    this.root = root;
    this.sink = sink;
  }

  /** Whether the folder could be read the last time we looked. */
  boolean isHealthy() {
    return trouble.isEmpty();
  }

  boolean knows(Path path) {
    return stamps.containsKey(path);
  }

  /** Reads files that changed in place or by rename; not for files that may be gone. */
  void read(Collection<Path> paths) {
    Map<Path, FileContents> changed = new TreeMap<>();
    for (Path path : paths) {
      reread(path).ifPresent(file -> changed.put(path, file));
    }
    tell(contents.update(changed, ImmutableList.of()));
  }

  /**
   * Looks at the whole tree; reads what looks different, and {@code suspects} in any case.
   *
   * @return the folders there are, for watching
   */
  ImmutableList<Path> scan(Set<Path> suspects) {
    FolderListing listing = FolderListing.of(root);
    ImmutableList<Diagnostic> now = troubleOf(listing);
    ImmutableList.Builder<ConfigEvent> events = ImmutableList.builder();
    if (now.isEmpty()) {
      events.addAll(update(listing, suspects));
    }
    events.addAll(reportTrouble(withUnreadable(now, listing)));
    if (!synced && now.isEmpty()) {
      synced = true;
      events.add(new ConfigEvent.Synced(root.toString()));
    }
    tell(events.build());
    return listing.folders();
  }

  private ImmutableList<ConfigEvent> update(FolderListing listing, Set<Path> suspects) {
    Map<Path, FileContents> changed = new TreeMap<>();
    listing
        .files()
        .forEach(
            (path, stamp) -> {
              if (suspects.contains(path)
                  || unread.contains(path)
                  || !stamp.equals(stamps.get(path))) {
                reread(path).ifPresent(file -> changed.put(path, file));
              }
            });
    ImmutableList<Path> removed =
        contents.paths().stream()
            .filter(path -> !listing.files().containsKey(path) && !listing.mayHide(path))
            .collect(ImmutableList.toImmutableList());
    removed.forEach(stamps::remove);
    unread.removeAll(removed);
    return contents.update(changed, removed);
  }

  private Optional<FileContents> reread(Path path) {
    FileContents known = contents.file(path);
    FileContents before = known == null ? FileContents.unread(path.toString()) : known;
    try {
      FileStamp stamp = FileStamp.of(Files.readAttributes(path, BasicFileAttributes.class));
      if (stamp.size() > LARGEST_FILE) {
        stamps.put(path, stamp);
        return Optional.of(before.unreadable("is larger than " + LARGEST_FILE + " bytes"));
      }
      String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
      stamps.put(path, stamp);
      unread.remove(path);
      return Optional.of(before.reread(text));
    } catch (NoSuchFileException e) {
      return Optional.empty(); // the next look at the tree decides whether it is gone
    } catch (IOException e) {
      unread.add(path);
      return Optional.of(before.unreadable("cannot be read (" + e + ")"));
    }
  }

  private ImmutableList<Diagnostic> troubleOf(FolderListing listing) {
    String reason = listing.unreadable().get(root);
    if (reason != null) {
      return unreadable(root, reason + kept());
    }
    if (listing.files().isEmpty() && !contents.paths().isEmpty() && !hidesAll(listing)) {
      return unreadable(
          root, "holds no configuration file any more" + kept() + " until there is one again");
    }
    return ImmutableList.of();
  }

  private boolean hidesAll(FolderListing listing) {
    return contents.paths().stream().allMatch(listing::mayHide);
  }

  private String kept() {
    return contents.objects() == 0 ? "" : "; all " + contents.objects() + " objects stay";
  }

  private static ImmutableList<Diagnostic> withUnreadable(
      ImmutableList<Diagnostic> trouble, FolderListing listing) {
    if (!trouble.isEmpty()) {
      return trouble;
    }
    return listing.unreadable().entrySet().stream()
        .flatMap(
            entry ->
                unreadable(entry.getKey(), entry.getValue() + "; what was read from it stays")
                    .stream())
        .collect(ImmutableList.toImmutableList());
  }

  private static ImmutableList<Diagnostic> unreadable(Path path, String message) {
    return ImmutableList.of(
        Diagnostic.error(
            DiagnosticCode.UNREADABLE_SOURCE,
            ConfigKey.NONE,
            new Position(path.toString(), 0, 0),
            "",
            message));
  }

  private ImmutableList<ConfigEvent> reportTrouble(ImmutableList<Diagnostic> now) {
    if (now.equals(trouble)) {
      return ImmutableList.of();
    }
    trouble = now;
    return ImmutableList.of(new ConfigEvent.Report(root.toString(), now));
  }

  private void tell(ImmutableList<ConfigEvent> events) {
    if (!events.isEmpty()) {
      sink.accept(events);
    }
  }
}
