package io.meltemi.istiod.feature;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.meltemi.istiod.IstiodConfig;
import io.meltemi.istiod.IstiodServer;
import io.meltemi.istiod.state.HoldOff;
import io.meltemi.istiod.state.LoopOptions;
import io.meltemi.istiod.xds.testing.TestNodes;
import io.meltemi.istiod.xds.testing.XdsClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** An istiod on free ports, its folder, and the clients that talk to it. */
final class RunningMesh implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final LoopOptions QUICK =
      new LoopOptions(
          new HoldOff(Duration.ofMillis(20), Duration.ofSeconds(1)),
          new HoldOff(Duration.ofMillis(2), Duration.ofMillis(50)));

  private final Path temp;
  private final Path folder;
  private final IstiodServer server;
  private final List<XdsClient> clients = new ArrayList<>();

  private RunningMesh(Path temp) throws IOException {
    this.temp = temp;
    this.folder = Files.createDirectories(temp.resolve("config"));
    write("mesh.yaml", "trustDomain: cluster.local\n", temp);
    this.server =
        new IstiodServer(
            IstiodConfig.onFreePorts(folder)
                .withMeshConfig(temp.resolve("mesh.yaml"))
                .withLoop(QUICK));
  }

  /** Does not start yet: write files first. */
  static RunningMesh in(Path temp) {
    try {
      return new RunningMesh(temp);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RunningMesh start() {
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await("ready", server::isReady);
    return this;
  }

  IstiodServer server() {
    return server;
  }

  /** Replaces a file of the folder by rename, as a careful program does. */
  RunningMesh write(String name, String yaml) {
    write(name, yaml, folder);
    return this;
  }

  void meshConfig(String yaml) {
    write("mesh.yaml", yaml, temp);
  }

  private void write(String name, String text, Path where) {
    try {
      Path written = Files.writeString(temp.resolve("written"), text);
      Files.move(written, where.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete(String name) {
    try {
      Files.delete(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A synced delta client: the sidecar of {@code name.default}. */
  XdsClient sidecar(String name, String ip) {
    return unsynced(name, ip).sync();
  }

  /** The same before it has asked for anything. */
  XdsClient unsynced(String name, String ip) {
    return connect(TestNodes.sidecar("default", name, ip));
  }

  /** A delta client that has not asked for anything yet. */
  XdsClient connect(Node node) {
    XdsClient client = XdsClient.delta("127.0.0.1:" + server.grpcPort(), node);
    clients.add(client);
    return client;
  }

  HttpResponse<String> get(String path) {
    return get(server.httpPort(), path);
  }

  HttpResponse<String> getMonitoring(String path) {
    return get(server.monitoringPort(), path);
  }

  private static HttpResponse<String> get(int port, String path) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits until something is so, looking again whenever the loop has done something. */
  void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!condition.getAsBoolean()) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("waited in vain for " + what);
        }
        server.loop().awaitPublished(server.loop().submitted() + 1, Duration.ofMillis(10));
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits until a diagnostic that contains this text is on the debug page. */
  void awaitDiagnostic(String text) {
    await("the diagnostic " + text, () -> get("/debug/diagnostics").body().contains(text));
  }

  @Override
  public void close() {
    clients.forEach(XdsClient::close);
    server.close();
  }
}
