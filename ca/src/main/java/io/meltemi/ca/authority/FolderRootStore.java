package io.meltemi.ca.authority;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.meltemi.ca.store.PrivateFiles;
import io.meltemi.ca.x509.MalformedPem;
import io.meltemi.ca.x509.Pem;
import io.meltemi.ca.x509.PemBlock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Roots in a folder: {@code root-NAME.pem} holds one certificate with its key; {@code roots} names
 * those that are trusted, the one that signs first. Only the last file says what holds, and it is
 * written last: a crash leaves the old state or the new one. {@code root-cert.pem} is a copy of the
 * trusted certificates, without keys, for those who set up proxies.
 */
final class FolderRootStore implements RootStore {
  private static final String INDEX = "roots";
  private static final String BUNDLE = "root-cert.pem";

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

  @Override
  public Optional<RootSet> load() {
    Path index = folder.resolve(INDEX);
    if (!Files.exists(index)) {
      return Optional.empty();
    }
    ImmutableList<String> names =
        ImmutableList.copyOf(
            Splitter.on('\n').omitEmptyStrings().trimResults().split(PrivateFiles.read(index)));
    if (names.isEmpty()) {
      throw new IllegalStateException("The file " + index + " names no root");
    }
    ImmutableList<OwnRoot> roots =
        names.stream().map(this::read).collect(ImmutableList.toImmutableList());
    return Optional.of(new RootSet(roots, names.getFirst()));
  }

  private OwnRoot read(String name) {
    Path file = file(name);
    try {
      ImmutableList<PemBlock> blocks = Pem.blocks(PrivateFiles.read(file));
      if (blocks.size() != 2) {
        throw new MalformedPem("there must be a certificate and a key");
      }
      return new OwnRoot(
          Pem.certificate(blocks.getFirst().der()), Pem.privateKey(blocks.getLast().text()));
    } catch (MalformedPem e) {
      throw new IllegalStateException("The file " + file + " is broken: " + e.getMessage());
    }
  }

  @Override
  public void save(RootSet set) {
    StringBuilder names = new StringBuilder(set.signing()).append('\n');
    ImmutableSet.Builder<Path> kept = ImmutableSet.builder();
    for (OwnRoot root : set.roots()) {
      Path file = file(root.name());
      kept.add(file);
      if (!Files.exists(file)) {
        PrivateFiles.write(file, root.text());
      }
      if (!root.name().equals(set.signing())) {
        names.append(root.name()).append('\n');
      }
    }
    PrivateFiles.write(folder.resolve(INDEX), names.toString());
    PrivateFiles.write(folder.resolve(BUNDLE), TrustBundle.of(set.issuerState().trusted()).pem());
    removeOthers(kept.build());
  }

  /** A retired root's key is good for nothing but a theft. */
  private void removeOthers(ImmutableSet<Path> kept) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "root-*.pem")) {
      for (Path file : files) {
        if (!kept.contains(file) && !file.equals(folder.resolve(BUNDLE))) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Old roots cannot be removed from " + folder, e);
    }
  }

  private Path file(String name) {
    if (!name.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
      throw new IllegalStateException(
          "The file " + folder.resolve(INDEX) + " names no serial number");
    }
    return folder.resolve("root-" + name + ".pem");
  }
}
