package io.meltemi.istiod.watch;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which configuration files there are below a folder, symbolic links followed.
 *
 * @param files YAML and JSON files and how they look from outside
 * @param folders every folder on the way, the root first
 * @param unreadable paths below which we could not look, and why
 */
record FolderListing(
    ImmutableSortedMap<Path, FileStamp> files,
    ImmutableList<Path> folders,
    ImmutableSortedMap<Path, String> unreadable) {

  static FolderListing of(Path root) {
    Lister lister = new Lister(root);
    try {
      Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, lister);
    } catch (IOException e) {
      lister.unreadable.put(root, reason(e));
    }
    return new FolderListing(
        ImmutableSortedMap.copyOf(lister.files),
        lister.folders.build(),
        ImmutableSortedMap.copyOf(lister.unreadable));
  }

  /** Whether a path could be hidden behind something that we could not look into. */
  boolean mayHide(Path path) {
    return unreadable.keySet().stream().anyMatch(path::startsWith);
  }

  /**
   * Whether a name in the tree is configuration: not hidden (the {@code ..data} of a ConfigMap
   * mount, {@code .swp} and other files of editors) and not a backup ({@code ~}).
   */
  static boolean isVisible(Path path) {
    Path name = path.getFileName();
    return name != null && !name.toString().startsWith(".") && !name.toString().endsWith("~");
  }

  /** Whether a name is that of a file we read. */
  static boolean isConfigFile(Path path) {
    if (!isVisible(path)) {
      return false;
    }
    String name = path.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
  }

  private static String reason(IOException e) {
    return e instanceof NoSuchFileException ? "does not exist" : "cannot be read (" + e + ")";
  }

  private static final class Lister implements FileVisitor<Path> {
    private final Path root;
    private final Map<Path, FileStamp> files = new TreeMap<>();
    private final ImmutableList.Builder<Path> folders = ImmutableList.builder();
    private final Map<Path, String> unreadable = new TreeMap<>();

    Lister(Path root) {
      this.root = root;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      if (!folder.equals(root) && !isVisible(folder)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      folders.add(folder);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (file.equals(root)) {
        unreadable.put(root, "is not a folder");
      } else if (attributes.isRegularFile() && isConfigFile(file)) {
        files.put(file, FileStamp.of(attributes));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path path, IOException e) {
      // What went away between listing and looking is simply gone; so is a link to nowhere.
      boolean gone = e instanceof NoSuchFileException && !path.equals(root);
      boolean matters = Files.isDirectory(path) || isConfigFile(path) || path.equals(root);
      if (!gone && matters) {
        unreadable.put(path, reason(e));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
      if (e != null) {
        unreadable.put(folder, reason(e));
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
