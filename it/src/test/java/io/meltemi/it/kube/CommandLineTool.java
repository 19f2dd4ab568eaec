package io.meltemi.it.kube;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program run as a user would run it: {@code kubectl}, {@code helm}. */
final class CommandLineTool {

  private static final int PATIENCE_SECONDS = 120;

  private final Path program;
  private final Map<String, String> environment;

  CommandLineTool(Path program, Map<String, String> environment) {
    this.program = program;
    this.environment = environment;
  }

  /** What a run said. */
  record Outcome(int status, String out, String err) {

    String all() {
      return out + err;
    }

    /** Standard output of a run that did what it should. */
    String orThrow() {
      if (status != 0) {
        throw new AssertionError("exit status " + status + ":\n" + all());
      }
      return out;
    }
  }

  Outcome run(String... arguments) throws IOException, InterruptedException {
    return runWith("", arguments);
  }

  Outcome runWith(String input, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    Path in = Files.createTempFile("input", ".yaml");
    Path out = Files.createTempFile("output", "");
    Path err = Files.createTempFile("errors", "");
    try {
      Files.writeString(in, input);
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        throw new AssertionError(command + " does not end");
      }
      return new Outcome(process.exitValue(), read(out), read(err));
    } finally {
      Files.delete(in);
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
