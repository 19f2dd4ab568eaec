package io.meltemi.istiod.proxy;

import com.google.common.net.HostAndPort;
import io.meltemi.translator.bootstrap.EnvoyBootstrap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** An Envoy that we started, with its log, its admin pages and its end. */
public final class EnvoyProcess implements AutoCloseable {

  private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);
  private static final int POLL_MILLIS = 20;
  private static final int TAIL_LINES = 15;

  private final EnvoyLaunch launch;
  private final Process process;

  private EnvoyProcess(EnvoyLaunch launch, Process process) {
    this.launch = launch;
    this.process = process;
  }

  /** Returns as soon as the process runs; see {@link #awaitLive}. */
  public static EnvoyProcess start(EnvoyLaunch launch) throws IOException {
    Files.writeString(launch.configFile(), EnvoyBootstrap.json(launch.bootstrap()));
    Files.deleteIfExists(launch.adminAddressFile());
    Process process =
        new ProcessBuilder(launch.command())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(launch.logFile().toFile()))
            .start();
    return new EnvoyProcess(launch, process);
  }

  /**
   * Waits until Envoy has its first configuration.
   *
   * @throws IOException with the end of its log, if it dies before or takes too long
   */
  public EnvoyAdmin awaitLive(Duration patience) throws IOException, InterruptedException {
    return await(patience, true);
  }

  /** Waits until the admin pages answer, with or without a configuration. */
  public EnvoyAdmin awaitAdmin(Duration patience) throws IOException, InterruptedException {
    return await(patience, false);
  }

  private EnvoyAdmin await(Duration patience, boolean live)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<EnvoyAdmin> admin = adminIfStarted();
      if (admin.isPresent() && (!live || admin.get().isLive())) {
        return admin.get();
      }
      if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IOException(
            "Envoy ended with status " + process.exitValue() + ":\n" + lastLines());
      }
    }
    throw new IOException(
        "Envoy is not "
            + (live ? "ready" : "up")
            + " after "
            + patience.toMillis() / 1000.0
            + " s:\n"
            + lastLines());
  }

  /** Envoy writes the file with its admin address once it listens there. */
  private Optional<EnvoyAdmin> adminIfStarted() throws IOException {
    if (!Files.exists(launch.adminAddressFile())) {
      return Optional.empty();
    }
    String address = Files.readString(launch.adminAddressFile());
    return address.isEmpty()
        ? Optional.empty()
        : Optional.of(new EnvoyAdmin(HostAndPort.fromString(address)));
  }

  /** The admin pages of an Envoy that is up. */
  public EnvoyAdmin admin() {
    try {
      return adminIfStarted()
          .orElseThrow(() -> new IllegalStateException("this Envoy is not up yet"));
    } catch (IOException e) {
      throw new IllegalStateException("this Envoy's admin address cannot be read", e);
    }
  }

  public Path logFile() {
    return launch.logFile();
  }

  public String lastLines() {
    return LogTail.of(launch.logFile(), TAIL_LINES);
  }

  public Process process() {
    return process;
  }

  /** SIGTERM, and SIGKILL to one that does not go. Returns when it is gone. */
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
