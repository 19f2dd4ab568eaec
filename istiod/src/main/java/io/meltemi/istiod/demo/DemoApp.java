package io.meltemi.istiod.demo;

import com.google.common.net.HostAndPort;
import io.meltemi.istiod.proxy.LogTail;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One app of the sample, running. */
final class DemoApp implements AutoCloseable {

  private static final Duration STOP_PATIENCE = Duration.ofSeconds(7); // the apps drain for 5 s
  private static final int POLL_MILLIS = 20;
  private static final int CONNECT_MILLIS = 500;
  private static final int TAIL_LINES = 10;

  private final DemoWorkload workload;
  private final Path log;
  private final Process process;

  private DemoApp(DemoWorkload workload, Path log, Process process) {
    this.workload = workload;
    this.log = log;
    this.process = process;
  }

  static DemoApp start(DemoWorkload workload, Path script, Path log) throws IOException {
    HostAndPort listen = workload.listen();
    List<String> command =
        List.of(
            "python3",
            script.toString(),
            "--host",
            listen.getHost(),
            "--port",
            Integer.toString(listen.getPort()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()));
    Map<String, String> environment = builder.environment();
    String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
    environment.clear();
    environment.put("PATH", path);
    environment.put("PYTHONDONTWRITEBYTECODE", "1");
    environment.putAll(workload.environment());
    return new DemoApp(workload, log, builder.start());
  }

  void awaitListening(Duration patience) throws DemoException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!accepts(workload.listen())) {
      if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new DemoException(
            workload.name() + " ended with status " + process.exitValue() + ":\n" + lastLines());
      }
      if (System.nanoTime() > deadline) {
        throw new DemoException(
            workload.name() + " does not listen on " + workload.listen() + ":\n" + lastLines());
      }
    }
  }

  CompletableFuture<Process> ended() {
    return process.onExit();
  }

  String lastLines() {
    return LogTail.of(log, TAIL_LINES);
  }

  private static boolean accepts(HostAndPort where) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(where.getHost(), where.getPort()), CONNECT_MILLIS);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /** Returns when it is gone. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
