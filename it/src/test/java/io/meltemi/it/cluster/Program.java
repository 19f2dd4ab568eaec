package io.meltemi.it.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command line tool, as users run it. */
record Program(String name, List<String> first) {

  private static final int MINUTES = 5;

  /** Runs it, and returns what it printed; that it fails is a failure of the test. */
  String run(String... arguments) {
    return successful(arguments).output();
  }

  /** The same, with what it printed as errors. */
  String runForAll(String... arguments) {
    Result result = successful(arguments);
    return result.output() + result.errors();
  }

  private Result successful(String... arguments) {
    Result result = runAndLook("", arguments);
    if (result.status() != 0) {
      throw new AssertionError(
          name + " " + String.join(" ", arguments) + "\n" + result.output() + result.errors());
    }
    return result;
  }

  /**
   * Runs it, whatever comes of it.
   *
   * @param input what it reads from its standard input
   */
  Result runAndLook(String input, String... arguments) {
    List<String> command = command(arguments);
    try {
      Process process = new ProcessBuilder(command).start();
      StringBuilder errors = new StringBuilder();
      Thread reader =
          Thread.startVirtualThread(
              () -> {
                try {
                  errors.append(text(process.getErrorStream().readAllBytes()));
                } catch (IOException e) {
                  errors.append(e);
                }
              });
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String output = text(process.getInputStream().readAllBytes());
      reader.join();
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError(command + " does not end");
      }
      return new Result(process.exitValue(), output, errors.toString());
    } catch (IOException e) {
      throw new AssertionError(command + " could not be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(command + " was interrupted", e);
    }
  }

  /** Starts it; its errors are said with its output. */
  Process start(String... arguments) {
    List<String> command = command(arguments);
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new AssertionError(command + " could not be run", e);
    }
  }

  private List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(name);
    command.addAll(first);
    command.addAll(List.of(arguments));
    return command;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** What came of it. */
  record Result(int status, String output, String errors) {}
}
