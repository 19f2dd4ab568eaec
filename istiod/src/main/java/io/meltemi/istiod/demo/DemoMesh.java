package io.meltemi.istiod.demo;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The folder of YAML that the demo's istiod follows: a copy, so that playing breaks no sample. */
final class DemoMesh {

  /** Where walk-throughs put their rules, each in the place of the last. */
  static final String TRAFFIC = "traffic.yaml";

  private static final String GATEWAY_FILE = "ingress-gateway.yaml";
  private static final String GATEWAY_PORT = "targetPort: " + DemoOptions.DEFAULT_PORT;

  private final Path samples;
  private final Path folder;

  private DemoMesh(Path samples, Path folder) {
    this.samples = samples;
    this.folder = folder;
  }

  /** Copies {@code local/}; the gateway gets the wanted port. */
  static DemoMesh copy(Path samples, Path folder, int gatewayPort) throws IOException {
    try (Stream<Path> files = Files.list(samples.resolve("local"))) {
      List<Path> all = files.toList();
      for (Path file : all) {
        String text = Files.readString(file);
        if (file.endsWith(GATEWAY_FILE)) {
          if (!text.contains(GATEWAY_PORT)) {
            throw new IOException(file + " does not say `" + GATEWAY_PORT + "`");
          }
          text = text.replace(GATEWAY_PORT, "targetPort: " + gatewayPort);
        }
        Files.writeString(folder.resolve(file.getFileName().toString()), text);
      }
    }
    return new DemoMesh(samples, folder);
  }

  Path folder() {
    return folder;
  }

  Path walkthroughs() {
    return samples.resolve("networking");
  }

  Path policies() {
    return samples.resolve("policy");
  }

  /** {@code cp networking/RULES $MESH/NAME}, in one step for who watches. */
  void apply(String rules, String name) throws IOException {
    write(Files.readString(walkthroughs().resolve(rules)), name);
  }

  /** What somebody does with an editor. */
  void edit(String name, String from, String to) throws IOException {
    String text = Files.readString(folder.resolve(name));
    if (!text.contains(from)) {
      throw new IOException(name + " does not say `" + from + "`");
    }
    write(text.replace(from, to), name);
  }

  void remove(String name) throws IOException {
    Files.deleteIfExists(folder.resolve(name));
  }

  private void write(String text, String name) throws IOException {
    Path next = Files.writeString(folder.resolve("." + name + ".new"), text);
    Files.move(next, folder.resolve(name), ATOMIC_MOVE, REPLACE_EXISTING);
  }
}
