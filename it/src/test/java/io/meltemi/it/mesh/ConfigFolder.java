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
  private String besideMarker = "";
  private int marker;
  private int writes;
  private int asRead;

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
    writes++;
  }

  public void delete(String name) throws IOException {
    Files.deleteIfExists(path.resolve(name));
    writes++;
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
    besideMarker = "";
  }

  /**
   * Puts these objects in the place of those of the last call, and waits until a proxy obeys them:
   * it answers a question whose answer stands behind them in the same file.
   */
  public void apply(String yaml, MeshClient client) throws Exception {
    besideMarker = yaml;
    SyncMarker.await(client, writeMarker());
  }

  /**
   * Waits until a proxy obeys the folder as it is now. Twice, because a folder is not read at one
   * moment: the reading that finds the first answer may have missed a file written before it, the
   * one after that cannot.
   */
  public void awaitSeenBy(MeshClient client) throws Exception {
    SyncMarker.await(client, writeMarker());
    SyncMarker.await(client, writeMarker());
  }

  /**
   * The same for istiod itself: a proxy that connects after this begins with the folder as it is.
   */
  void awaitReadBy(IstiodProcess istiod) throws Exception {
    if (asRead != writes) {
      SyncMarker.await(istiod, writeMarker());
      SyncMarker.await(istiod, writeMarker());
      asRead = writes;
    }
  }

  private int writeMarker() throws IOException {
    String objects = besideMarker.isEmpty() ? "" : besideMarker + "---\n";
    write(SyncMarker.FILE, objects + SyncMarker.yaml(++marker));
    return marker;
  }
}
