package io.meltemi.istiod.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The demo's temporary folder: {@code mesh/} is what istiod follows, {@code state/} its CA, {@code
 * logs/} what everybody says, {@code envoy/NAME/} each Envoy's bootstrap, token and log.
 */
record DemoFolders(Path root) {

  static DemoFolders create() throws IOException {
    DemoFolders folders = new DemoFolders(Files.createTempDirectory("meltemi-demo-"));
    Files.createDirectories(folders.mesh());
    Files.createDirectories(folders.logs());
    return folders;
  }

  Path mesh() {
    return root.resolve("mesh");
  }

  /** istiod's CA and the key of tokens. */
  Path state() {
    return root.resolve("state");
  }

  Path logs() {
    return root.resolve("logs");
  }

  /** Created when asked for. */
  Path envoy(String name) throws IOException {
    return Files.createDirectories(root.resolve("envoy").resolve(name));
  }

  /** Removes all of it. What disappears or cannot be removed meanwhile is left alone. */
  void remove() {
    try (Stream<Path> all = Files.walk(root)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      System.err.println("Not all of " + root + " could be removed: " + e.getMessage());
    }
  }
}
