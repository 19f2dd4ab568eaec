package io.meltemi.istiod.demo;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;

/** Finds {@code samples/bookinfo}: above the current folder, or above where this program lies. */
public final class DemoSamples {

  private static final Path SAMPLES = Path.of("samples", "bookinfo");

  private DemoSamples() {}

  public static Optional<Path> find() {
    return above(Path.of("").toAbsolutePath()).or(() -> program().flatMap(DemoSamples::above));
  }

  private static Optional<Path> above(Path start) {
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      Path samples = folder.resolve(SAMPLES);
      if (Files.isDirectory(samples.resolve("local"))) {
        return Optional.of(samples);
      }
    }
    return Optional.empty();
  }

  private static Optional<Path> program() {
    CodeSource source = DemoSamples.class.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(source.getLocation().toURI()));
    } catch (URISyntaxException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
