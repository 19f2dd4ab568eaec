package io.meltemi.it.mesh;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** The folder that istiod follows. */
public final class ConfigFolder {

  private final Path path;
  private final Set<String> rules = new TreeSet<>();
  private int marker;

  ConfigFolder(Path path) {
    this.path = path;
  }

  public Path path() {
    return path;
  }

  /** In one step for who watches. */
  public void write(String name, String yaml) throws IOException {
    Path next = Files.writeString(path.resolve("." + name + ".new"), yaml);
    Files.move(next, path.resolve(name), ATOMIC_MOVE, REPLACE_EXISTING);
  }

  public void delete(String name) throws IOException {
    Files.deleteIfExists(path.resolve(name));
  }

  /** Writes a file that {@link #clearRules} removes again. */
  public void rule(String name, String yaml) throws IOException {
    rules.add(name);
    write(name, yaml);
  }

  /** Removes what tests have added to the mesh as it was built. */
  public void clearRules() throws IOException {
    for (String name : rules) {
      delete(name);
    }
    rules.clear();
  }

  /**
   * Waits until a proxy obeys the folder as it is now: it answers a question whose answer is
   * written down last.
   */
  public void awaitSeenBy(MeshClient client) throws Exception {
    int next = ++marker;
    write(SyncMarker.FILE, SyncMarker.yaml(next));
    SyncMarker.await(client, next);
  }
}
