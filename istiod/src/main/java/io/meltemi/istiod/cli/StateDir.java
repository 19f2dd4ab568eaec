package io.meltemi.istiod.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Where istiod keeps its CA and the key of tokens, and where those who set up proxies find them.
 */
final class StateDir {

  /** What is in there for everybody. */
  static final String ROOT_CERTIFICATE = "root-cert.pem";

  @Option(
      names = "--stateDir",
      paramLabel = "FOLDER",
      description =
          "istiod's state: its CA, and the key of tokens (default: meltemi in"
              + " $XDG_STATE_HOME, or ~/.local/state/meltemi)")
  private @Nullable Path said;

  boolean isSaid() {
    return said != null;
  }

  Path path() {
    return said == null ? standard(System.getenv()) : said;
  }

  /** As the XDG Base Directory Specification has it. */
  private static Path standard(Map<String, String> environment) {
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    Path base =
        state.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".local", "state")
            : Path.of(state);
    return base.resolve("meltemi");
  }
}
