package io.meltemi.it.mesh;

import com.google.common.collect.ImmutableList;
import com.google.common.net.HostAndPort;
import io.meltemi.istiod.proxy.LogTail;
import io.meltemi.it.Await;
import io.meltemi.it.envoy.Checkout;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** istiod as users run it: a process of its own, by {@code istiod/bin/istiod discovery}. */
public final class IstiodProcess implements AutoCloseable {

  private static final int GRPC = 15010;
  private static final int SECURE_GRPC = 15012;
  static final int HTTP = 8080;
  private static final int MONITORING = 15014;

  private final HttpClient http = HttpClient.newHttpClient();
  private final String host;
  private final Path log;
  private final Process process;

  private IstiodProcess(String host, Path log, Process process) {
    this.host = host;
    this.log = log;
    this.process = process;
  }

  /**
   * Returns at once; see {@link #awaitReady}.
   *
   * @param log is appended to
   */
  static IstiodProcess start(
      String host, Path configDir, Path stateDir, Path log, List<String> more) throws IOException {
    ImmutableList<String> command =
        ImmutableList.<String>builder()
            .add(Checkout.path("istiod/bin/istiod").toString(), "discovery")
            .add("--configDir", configDir.toString())
            .add("--grpcAddr", host + ":" + GRPC)
            .add("--secureGRPCAddr", host + ":" + SECURE_GRPC)
            .add("--stateDir", stateDir.toString())
            .add("--httpAddr", host + ":" + HTTP)
            .add("--monitoringAddr", host + ":" + MONITORING)
            .addAll(more)
            .build();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new IstiodProcess(host, log, process);
  }

  /** ADS in plaintext. */
  HostAndPort discovery() {
    return HostAndPort.fromParts(host, GRPC);
  }

  /** ADS over TLS. */
  HostAndPort secureDiscovery() {
    return HostAndPort.fromParts(host, SECURE_GRPC);
  }

  public void awaitReady() throws Exception {
    Await.until(
        "istiod is ready:\n" + log,
        Await.START_PATIENCE,
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError("istiod ended:\n" + LogTail.of(log, 30));
          }
          try {
            return status("/ready") == 200;
          } catch (IOException _) {
            return false;
          }
        });
  }

  public int status(String path) throws IOException, InterruptedException {
    return http.send(request(HTTP, path), BodyHandlers.discarding()).statusCode();
  }

  /** A page of port 8080: {@code /debug/syncz}. */
  public String page(String path) throws IOException, InterruptedException {
    return http.send(request(HTTP, path), BodyHandlers.ofString()).body();
  }

  /** The Prometheus text. */
  public String metrics() throws IOException, InterruptedException {
    return http.send(request(MONITORING, "/metrics"), BodyHandlers.ofString()).body();
  }

  /** All it has said, this process and those before it in the same mesh. */
  public String log() throws IOException {
    return Files.readString(log);
  }

  private HttpRequest request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + path))
        .timeout(Duration.ofSeconds(10))
        .build();
  }

  /** What it has of the machine's memory, in MiB. */
  public long residentMemory() throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
      }
    }
    throw new IOException(status + " says no VmRSS");
  }

  /** As a machine that loses power does. */
  public void kill9() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
