package io.meltemi.ca.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Files that only their owner may read: folders 0700, files 0600, from the first moment they exist.
 * A file is replaced as a whole or not at all.
 */
public final class PrivateFiles {
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private PrivateFiles() {}

  /** Makes the folder, if it is not there. */
  public static void createFolder(Path folder) {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder, mode("rwx------"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The folder " + folder + " cannot be made", e);
    }
  }

  /** Writes beside the file and renames over it. */
  public static void write(Path file, String text) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      Path next = Files.createTempFile(folder, ".new", null, mode("rw-------"));
      try {
        try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
          var bytes = StandardCharsets.UTF_8.encode(text);
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
          channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(next);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + file + " cannot be written", e);
    }
  }

  /** Reads a file, unless others may read it too. */
  public static String read(Path file) {
    try {
      for (PosixFilePermission permission : Files.getPosixFilePermissions(file)) {
        if (OTHERS.contains(permission)) {
          throw new IllegalStateException(
              "The file "
                  + file
                  + " holds a key and others may reach it; chmod 600 it, or remove it");
        }
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + file + " cannot be read", e);
    }
  }

  /** Runs alone among all processes that use this folder. */
  public static <T> T locked(Path folder, Supplier<T> action) {
    createFolder(folder);
    Path lock = folder.resolve("lock");
    synchronized (PrivateFiles.class) {
      try (FileChannel channel =
              FileChannel.open(
                  lock,
                  EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                  mode("rw-------"));
          FileLock _ = channel.lock()) {
        return action.get();
      } catch (IOException e) {
        throw new UncheckedIOException("The folder " + folder + " cannot be locked", e);
      }
    }
  }

  private static FileAttribute<Set<PosixFilePermission>> mode(String text) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
  }
}
