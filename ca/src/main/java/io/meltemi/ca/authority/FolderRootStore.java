package io.meltemi.ca.authority;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.meltemi.ca.store.PrivateFiles;
import io.meltemi.ca.x509.MalformedPem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Roots in a folder: {@code root-NAME.pem} holds one certificate with its key; {@code roots} says
 * which are trusted, which one signs, and where a rotation stands. Only that file says what holds,
 * and it is written last: a crash leaves the old state or the new one.
 */
final class FolderRootStore implements RootStore {
  private static final String INDEX = "roots";

  /** Somebody else's, for those who set up proxies; without keys. */
  private static final String NOT_OURS = "root-cert.pem";

  private final Path folder;

  FolderRootStore(Path folder) {
    this.folder = folder;
  }

  @Override
  public RootSet loadOrCreate(Supplier<RootSet> first) {
    return PrivateFiles.locked(
        folder,
        () ->
            load()
                .orElseGet(
                    () -> {
                      RootSet made = first.get();
                      save(made);
                      return made;
                    }));
  }

  private Optional<RootSet> load() {
    Path index = folder.resolve(INDEX);
    if (!Files.exists(index)) {
      return Optional.empty();
    }
    try {
      RootIndex read = RootIndex.parse(PrivateFiles.read(index));
      return Optional.of(
          new RootSet(
              read.trusted().stream().map(this::read).collect(ImmutableList.toImmutableList()),
              read.signing(),
              read.rotation()));
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("The file " + index + " is broken: " + e.getMessage(), e);
    }
  }

  private OwnRoot read(String name) {
    Path file = file(name);
    try {
      return OwnRoot.parse(PrivateFiles.read(file));
    } catch (MalformedPem e) {
      throw new IllegalStateException("The file " + file + " is broken: " + e.getMessage());
    }
  }

  @Override
  public void save(RootSet set) {
    ImmutableSet.Builder<Path> kept = ImmutableSet.builder();
    for (OwnRoot root : set.roots()) {
      Path file = file(root.name());
      kept.add(file);
      if (!Files.exists(file)) {
        PrivateFiles.write(file, root.text());
      }
    }
    PrivateFiles.write(folder.resolve(INDEX), RootIndex.of(set).text());
    removeOthers(kept.build());
  }

  /** A retired root's key is good for nothing but a theft. */
  private void removeOthers(ImmutableSet<Path> kept) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "root-*.pem")) {
      for (Path file : files) {
        if (!kept.contains(file) && !file.equals(folder.resolve(NOT_OURS))) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Old roots cannot be removed from " + folder, e);
    }
  }

  @Override
  public Optional<RotationRequest> takeRequest() {
    Path file = folder.resolve(RotationRequest.ENTRY);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      String text = Files.readString(file).strip();
      Files.delete(file);
      return Optional.of(RotationRequest.valueOf(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("The file " + file + " asks for nothing known", e);
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + file + " cannot be read and removed", e);
    }
  }

  private Path file(String name) {
    return folder.resolve("root-" + name + ".pem");
  }
}
