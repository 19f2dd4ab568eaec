package io.meltemi.istiod.cli.training;

import io.meltemi.istiod.IstiodConfig;
import io.meltemi.istiod.IstiodServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code istiod training-run FOLDER}: what {@code istiod/bin/train-aot-cache} runs. */
@Command(
    name = "training-run",
    hidden = true,
    description = "Serves a made-up mesh to itself for a moment; part of the build.")
public final class TrainingCommand implements Callable<Integer> {

  private static final int FILES = 20;
  private static final int PROXIES = 12;
  private static final int ROUNDS = 8;

  @Parameters(index = "0", description = "an empty folder")
  private Path folder = Path.of("");

  @Override
  public Integer call() throws Exception {
    TrainingMesh mesh = new TrainingMesh(Files.createDirectories(folder.resolve("mesh")), FILES);
    mesh.write();
    Path settings = Files.writeString(folder.resolve("mesh.yaml"), "trustDomain: cluster.local\n");
    IstiodConfig config = IstiodConfig.onFreePorts(folder.resolve("mesh")).withMeshConfig(settings);
    try (IstiodServer server = new IstiodServer(config)) {
      server.start();
      server.loop().awaitPublished(server.loop().submitted(), Duration.ofSeconds(60));
      serve(server, mesh);
      look(server);
    }
    return 0;
  }

  private static void serve(IstiodServer server, TrainingMesh mesh) throws Exception {
    List<TrainingProxy> proxies = new ArrayList<>();
    for (int i = 0; i < PROXIES; i++) {
      proxies.add(new TrainingProxy(server.grpcPort(), i));
    }
    for (TrainingProxy proxy : proxies) {
      proxy.await(4);
    }
    for (int round = 2; round < ROUNDS; round++) {
      mesh.write(round % FILES, round);
      for (TrainingProxy proxy : proxies) {
        proxy.await(2);
      }
    }
    proxies.forEach(TrainingProxy::close);
  }

  private static void look(IstiodServer server) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (String page : List.of("/ready", "/debug/syncz", "/debug/diagnostics")) {
        get(http, server.httpPort(), page);
      }
      get(http, server.monitoringPort(), "/metrics");
      get(http, server.monitoringPort(), "/version");
    }
  }

  private static void get(HttpClient http, int port, String page) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + page);
    http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding());
  }
}
