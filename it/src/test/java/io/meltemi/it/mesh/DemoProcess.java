package io.meltemi.it.mesh;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.net.HostAndPort;
import io.meltemi.istiod.proxy.EnvoyAdmin;
import io.meltemi.it.envoy.Checkout;
import io.meltemi.it.envoy.EnvoyProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bookinfo as users start it, by {@code istiod demo}. Its addresses are the sample's, so there is
 * one at a time on a machine; another one is waited for.
 */
public final class DemoProcess implements AutoCloseable {

  private static final Duration START_PATIENCE = Duration.ofSeconds(90);
  private static final Duration OTHERS_PATIENCE = Duration.ofMinutes(3);
  private static final Pattern FOLDER = Pattern.compile("the mesh is in (\\S+)");
  private static final Pattern ENVOY = Pattern.compile("http://([0-9.:]+)  the Envoy of (\\S+)");
  private static final String LAST_WORDS = "Ctrl-C ends it all";

  /** In {@code DemoIstiod}, and in the README of the sample. */
  private static final String MONITORING = "http://127.1.0.1:15014";

  private final Process process;
  private final Path out;
  private final int port;

  private DemoProcess(Process process, Path out, int port) {
    this.process = process;
    this.out = out;
    this.port = port;
  }

  /** Returns when the page is served. */
  public static DemoProcess start(ImmutableMap<String, String> environment) throws Exception {
    long deadline = System.nanoTime() + OTHERS_PATIENCE.toNanos();
    while (true) {
      DemoProcess demo = launch(environment);
      if (demo.awaitGuide()) {
        return demo;
      }
      String said = demo.said();
      demo.close();
      if (!said.contains("Does another demo run?") || System.nanoTime() > deadline) {
        throw new AssertionError("the demo does not start:\n" + said);
      }
    }
  }

  private static DemoProcess launch(ImmutableMap<String, String> environment) throws Exception {
    int port = freePort();
    Path out = Files.createTempFile("meltemi-it-demo-", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
                Checkout.path("istiod/bin/istiod").toString(), "demo", "--port", "" + port)
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().put("ENVOY_PATH", EnvoyProvider.find().binary().toString());
    builder.environment().putAll(environment);
    return new DemoProcess(builder.start(), out, port);
  }

  private static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  private boolean awaitGuide() throws Exception {
    long deadline = System.nanoTime() + START_PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
        return false;
      }
      if (said().contains(LAST_WORDS)) {
        return true;
      }
    }
    return false;
  }

  /** What is on its screen. */
  public String said() throws IOException {
    return Files.readString(out);
  }

  /** Its readers come in here. */
  public MeshClient gateway() {
    return new MeshClient(HostAndPort.fromParts("127.0.0.1", port));
  }

  /** The folder of YAML that its istiod follows. */
  public Path mesh() throws IOException {
    Matcher folder = FOLDER.matcher(said());
    if (!folder.find()) {
      throw new AssertionError("it does not say where the mesh is:\n" + said());
    }
    return Path.of(folder.group(1));
  }

  /** Its Envoys, by the names of their workloads. */
  public ImmutableMap<String, EnvoyAdmin> envoys() throws IOException {
    ImmutableMap.Builder<String, EnvoyAdmin> all = ImmutableMap.builder();
    Matcher envoy = ENVOY.matcher(said());
    while (envoy.find()) {
      all.put(envoy.group(2), new EnvoyAdmin(HostAndPort.fromString(envoy.group(1))));
    }
    return all.buildOrThrow();
  }

  /** istiod's own count of something, over all its tags; 0 if there is none of that name. */
  public double counted(String metric) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      String text =
          http.send(
                  HttpRequest.newBuilder(URI.create(MONITORING + "/metrics")).build(),
                  BodyHandlers.ofString())
              .body();
      return ImmutableList.copyOf(text.split("\n")).stream()
          .filter(line -> line.startsWith(metric + " ") || line.startsWith(metric + "{"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    }
  }

  /** As Ctrl-C. */
  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Files.deleteIfExists(out);
  }
}
