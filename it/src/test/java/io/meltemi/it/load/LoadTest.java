package io.meltemi.it.load;

import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster;
import io.meltemi.translator.xds.XdsType;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@code make bench}: starts an istiod on a generated folder, puts proxies on it, changes things,
 * and prints a table of how long each change took to reach the proxies and what it cost.
 *
 * <p>Arguments, all optional: {@code --services --endpoints --routes --rules --namespaces --proxies
 * --changes --istiod --server-cpus}.
 */
final class LoadTest {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Map<String, String> options = new HashMap<>();

  public static void main(String[] arguments) throws Exception {
    LoadTest test = new LoadTest();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      test.options.put(arguments[i].replaceFirst("^--", ""), arguments[i + 1]);
    }
    test.run();
  }

  private void run() throws Exception {
    Path work = Files.createTempDirectory("meltemi-load-");
    try {
      LoadMesh mesh =
          new LoadMesh(
              new LoadMesh.Size(
                  number("namespaces", 20),
                  number("services", 1000),
                  number("endpoints", 10),
                  number("routes", 500),
                  number("rules", 500)),
              work);
      mesh.write();
      measure(mesh, work);
    } finally {
      try (Stream<Path> files = Files.walk(work)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private void measure(LoadMesh mesh, Path work) throws Exception {
    int ads = freePort();
    int http = freePort();
    int monitoring = freePort();
    List<String> command = new ArrayList<>();
    if (options.containsKey("server-cpus")) {
      command.addAll(List.of("taskset", "-c", options.get("server-cpus")));
    }
    command.addAll(
        List.of(
            options.getOrDefault("istiod", "istiod/bin/istiod"),
            "discovery",
            "--configDir=" + mesh.folder(),
            "--grpcAddr=127.0.0.1:" + ads,
            "--httpAddr=127.0.0.1:" + http,
            "--monitoringAddr=127.0.0.1:" + monitoring,
            "--secureGRPCAddr=",
            "--httpsAddr="));
    long begin = System.nanoTime();
    Process istiod =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(work.resolve("istiod.log").toFile())
            .start();
    try (LoadFleet fleet = new LoadFleet("127.0.0.1", ads, mesh, number("proxies", 100))) {
      awaitReady(istiod, http, work);
      System.out.println(
          "| phase | p50 ms | p99 ms | max ms | server CPU s | MiB sent | resources |");
      System.out.println("| --- | --- | --- | --- | --- | --- | --- |");
      System.out.printf(
          "| start → ready | %.0f | | | %.2f | | |%n",
          (System.nanoTime() - begin) / 1e6, cpuSeconds(istiod));
      phase("first sync", istiod, fleet, () -> fleet.connect(LIMIT));
      int changes = number("changes", 10);
      phase("endpoint change", istiod, fleet, () -> moveEndpoints(mesh, fleet, changes));
      phase("route change", istiod, fleet, () -> reweighRoutes(mesh, fleet, changes));
      phase("churn of 100", istiod, fleet, () -> moveEndpoints(mesh, fleet, 100));
      fleet.disconnect();
      phase("reconnect, fresh", istiod, fleet, () -> fleet.connect(LIMIT));
      fleet.disconnect();
      // Nothing is sent to a proxy that has everything, so what ends the phase is the next change.
      phase(
          "reconnect, versions known, and one endpoint change",
          istiod,
          fleet,
          () -> {
            fleet.reconnect();
            return moveEndpoints(mesh, fleet, 1);
          });
      System.out.printf("| peak RSS of the server | %s MiB | | | | | |%n", peakRss(istiod));
    } finally {
      istiod.destroy();
      if (!istiod.waitFor(10, TimeUnit.SECONDS)) {
        istiod.destroyForcibly();
      }
    }
  }

  private static List<Double> moveEndpoints(LoadMesh mesh, LoadFleet fleet, int changes)
      throws Exception {
    List<Double> delays = new ArrayList<>();
    for (int i = 0; i < changes; i++) {
      int service = (i * 37 + 11) % mesh.size().services();
      int marker = NEXT.merge("endpoint", 1, Integer::sum);
      byte[] address =
          "10.200.%d.%d"
              .formatted(100 + marker / 150, 100 + marker % 150)
              .getBytes(StandardCharsets.UTF_8);
      LoadFleet.Round round = fleet.expect(XdsType.ENDPOINT, address);
      mesh.moveEndpoint(service, marker);
      delays.addAll(round.await(LIMIT));
    }
    return delays;
  }

  private static List<Double> reweighRoutes(LoadMesh mesh, LoadFleet fleet, int changes)
      throws Exception {
    List<Double> delays = new ArrayList<>();
    for (int i = 0; i < changes; i++) {
      int service = (i * 37 + 11) % mesh.size().virtualServices();
      int weight = 20_000 + NEXT.merge("weight", 1, Integer::sum);
      byte[] marker =
          WeightedCluster.ClusterWeight.newBuilder()
              .setWeight(UInt32Value.of(weight))
              .build()
              .toByteArray();
      LoadFleet.Round round = fleet.expect(XdsType.ROUTE, marker);
      mesh.reweigh(service, weight);
      delays.addAll(round.await(LIMIT));
    }
    return delays;
  }

  private static final Map<String, Integer> NEXT = new HashMap<>();

  /** Something to measure: the delays of all proxies in milliseconds. */
  private interface Phase {
    List<Double> run() throws Exception;
  }

  private static void phase(String name, Process istiod, LoadFleet fleet, Phase phase)
      throws Exception {
    fleet.takeTraffic();
    double cpu = cpuSeconds(istiod);
    List<Double> delays = new ArrayList<>(phase.run());
    Collections.sort(delays);
    LoadFleet.Traffic traffic = fleet.takeTraffic();
    System.out.printf(
        "| %s | %.0f | %.0f | %.0f | %.2f | %.1f | %d |%n",
        name,
        quantile(delays, 0.5),
        quantile(delays, 0.99),
        delays.getLast(),
        cpuSeconds(istiod) - cpu,
        traffic.bytes() / 1048576.0,
        traffic.resources());
  }

  private static double quantile(List<Double> sorted, double q) {
    return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(q * sorted.size())));
  }

  private static void awaitReady(Process istiod, int port, Path work) throws Exception {
    long limit = System.nanoTime() + LIMIT.toNanos();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest ready =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/ready")).build();
      while (System.nanoTime() < limit && istiod.isAlive()) {
        try {
          if (client.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
            return;
          }
        } catch (IOException _) {
          // not listening yet
        }
        istiod.waitFor(5, TimeUnit.MILLISECONDS);
      }
    }
    throw new IllegalStateException(
        "istiod is not ready:\n" + Files.readString(work.resolve("istiod.log")));
  }

  private int number(String option, int otherwise) {
    return Integer.parseInt(options.getOrDefault(option, Integer.toString(otherwise)));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static double cpuSeconds(Process process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0;
  }

  /** {@code VmHWM} of the process, in MiB; "?" where the system does not tell. */
  private static String peakRss(Process process) throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.isReadable(status)) {
      return "?";
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .flatMap(line -> Arrays.stream(line.split("\\s+")).skip(1).limit(1))
        .map(kib -> Long.toString(Long.parseLong(kib) / 1024))
        .findFirst()
        .orElse("?");
  }
}
