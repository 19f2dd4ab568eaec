package io.meltemi.it.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Steady calls of an application in the mesh, through its own sidecar; and which of them failed.
 */
final class InMeshLoad implements AutoCloseable {

  private static final Pattern TOTAL = Pattern.compile("calls (\\d+) failed (\\d+)");

  /** kubectl, too, has its say in the same output. */
  private static final Pattern FAILURE = Pattern.compile("[0-9:.]+ call \\d+: .*");

  private final Process process;
  private final CompletableFuture<List<String>> lines;

  private InMeshLoad(Process process) {
    this.process = process;
    // Not in the common pool: what waits there holds up every other user of it.
    this.lines = CompletableFuture.supplyAsync(() -> read(process), Thread::startVirtualThread);
  }

  /** From the Deployment {@code client}, at this rate until it is closed. */
  static InMeshLoad start(TestNamespace from, String method, String url, int perSecond) {
    return new InMeshLoad(
        Cluster.get()
            .startExec(
                from.name(),
                "deployment/client",
                "app",
                "/app",
                "load",
                method,
                url,
                Integer.toString(perSecond)));
  }

  private static List<String> read(Process process) {
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .toList();
    } catch (IOException e) {
      return List.of(e.toString());
    }
  }

  /** Waits for the last answer; the calls that failed. */
  List<String> end() throws Exception {
    process.getOutputStream().close();
    List<String> all = lines.get(1, TimeUnit.MINUTES);
    Matcher total = TOTAL.matcher(all.isEmpty() ? "" : all.getLast());
    if (!total.matches()) {
      throw new AssertionError("the client did not come to its end: " + all);
    }
    List<String> failures = all.stream().filter(line -> FAILURE.matcher(line).matches()).toList();
    if (total.group(1).equals("0") || failures.size() != Integer.parseInt(total.group(2))) {
      throw new AssertionError("not what the client has seen: " + all);
    }
    return failures;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
