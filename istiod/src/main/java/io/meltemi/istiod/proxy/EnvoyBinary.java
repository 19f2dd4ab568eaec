package io.meltemi.istiod.proxy;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where Envoy is: {@code ENVOY_PATH}, then {@code envoy} on {@code PATH}, then what the build
 * script has put into the checkout's {@code .cache/}. It never downloads anything.
 */
public final class EnvoyBinary {

  private static final String HOW_TO_GET_IT =
      "No Envoy found: set ENVOY_PATH to one, put `envoy` on PATH, or run .ci/find-envoy, which"
          + " fetches it";

  private EnvoyBinary() {}

  /**
   * The first that is there, in the order above.
   *
   * @param checkout a folder in or below a checkout of this project
   * @throws IOException with what to do about it, if there is none
   */
  public static Path find(Map<String, String> environment, Path checkout) throws IOException {
    String told = environment.getOrDefault("ENVOY_PATH", "");
    if (!told.isEmpty()) {
      Path path = Path.of(told);
      if (!Files.isExecutable(path)) {
        throw new IOException("ENVOY_PATH=" + told + " is not an executable");
      }
      return path;
    }
    Optional<Path> onPath = onPath(environment.getOrDefault("PATH", ""));
    if (onPath.isPresent()) {
      return onPath.get();
    }
    return cached(checkout.toAbsolutePath()).orElseThrow(() -> new IOException(HOW_TO_GET_IT));
  }

  /** As this process sees it. */
  public static Path find() throws IOException {
    return find(ImmutableMap.copyOf(System.getenv()), Path.of(""));
  }

  private static Optional<Path> onPath(String path) {
    return Splitter.on(File.pathSeparatorChar)
        .omitEmptyStrings()
        .splitToStream(path)
        .map(folder -> Path.of(folder, "envoy"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Optional<Path> cached(Path start) throws IOException {
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      Path cache = folder.resolve(".cache");
      if (Files.isDirectory(cache)) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(cache, "envoy-*")) {
          return ImmutableList.copyOf(found).stream()
              .map(version -> version.resolve("bin/envoy"))
              .filter(Files::isExecutable)
              .max(Path::compareTo);
        }
      }
    }
    return Optional.empty();
  }
}
