package io.meltemi.it.kube;

import com.google.errorprone.annotations.FormatMethod;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.meltemi.istiod.xds.testing.TestNodes;
import io.meltemi.istiod.xds.testing.XdsClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * {@code .ci/kube-load}: fills an API server with Services, Pods and EndpointSlices, starts an
 * istiod on it as users do, and prints how long that takes, how much memory, and how soon a changed
 * endpoint is with a proxy.
 *
 * <p>Arguments, all optional: {@code --services --pods --namespaces --nodes --changes --istiod}.
 */
final class KubeLoad {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int WRITERS = 16;

  private final Map<String, String> options = new HashMap<>();
  private int services;
  private int pods;
  private int namespaces;
  private int nodes;

  private KubeLoad() {}

  public static void main(String[] arguments) throws Exception {
    KubeLoad load = new KubeLoad();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      load.options.put(arguments[i].replaceFirst("^--", ""), arguments[i + 1]);
    }
    load.run();
    System.exit(0);
  }

  private int number(String name, int otherwise) {
    return Integer.parseInt(options.getOrDefault(name, Integer.toString(otherwise)));
  }

  private void run() throws Exception {
    services = number("services", 2_000);
    pods = number("pods", 20_000);
    namespaces = number("namespaces", 50);
    nodes = number("nodes", 100);
    Path work = Files.createTempDirectory("meltemi-kube-load-");
    try (ApiServer kube = ApiServer.start(work)) {
      TestCrds.installAll(kube.admin());
      long start = System.nanoTime();
      fill(kube.admin());
      say("objects written in %.0f s", seconds(start));
      measure(kube, work);
    } finally {
      delete(work);
    }
  }

  private void fill(KubernetesClient client) throws Exception {
    List<HasMetadata> first = new ArrayList<>();
    first.add(KubeObjects.namespace("istio-system", Map.of()));
    for (int i = 0; i < namespaces; i++) {
      first.add(KubeObjects.namespace("ns-" + i, Map.of("istio-injection", "enabled")));
    }
    for (int i = 0; i < nodes; i++) {
      first.add(node(i));
    }
    create(client, first);
    List<HasMetadata> all = new ArrayList<>();
    for (int i = 0; i < services; i++) {
      all.add(KubeObjects.service(namespace(i), "svc-" + i));
      all.add(slice(i, podsOf(i)));
      for (int j = 0; j < podsOf(i); j++) {
        all.add(pod(i, j));
      }
    }
    create(client, all);
  }

  private static void create(KubernetesClient client, List<HasMetadata> objects) throws Exception {
    try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
      List<Future<?>> written = new ArrayList<>();
      for (HasMetadata object : objects) {
        written.add(writers.submit(() -> write(client, object)));
      }
      for (Future<?> one : written) {
        one.get();
      }
    }
  }

  /** A Pod's status is not taken with its creation. */
  private static void write(KubernetesClient client, HasMetadata object) {
    HasMetadata made = client.resource(object).create();
    if (made instanceof Pod created && object instanceof Pod pod) {
      created.setStatus(pod.getStatus());
      client.resource(created).updateStatus();
    }
  }

  private int podsOf(int service) {
    return pods / services + (service < pods % services ? 1 : 0);
  }

  private String namespace(int service) {
    return "ns-" + service % namespaces;
  }

  private static String address(int service, int pod) {
    return "10.%d.%d.%d".formatted(128 + service / 256, service % 256, 1 + pod);
  }

  private HasMetadata node(int number) {
    return new NodeBuilder()
        .withNewMetadata()
        .withName("node-" + number)
        .addToLabels("topology.kubernetes.io/region", "region-1")
        .addToLabels("topology.kubernetes.io/zone", "zone-" + number % 3)
        .addToLabels("kubernetes.io/os", "linux")
        .endMetadata()
        .build();
  }

  /** As large as Pods are: some containers, probes, volumes and conditions. */
  private Pod pod(int service, int number) {
    String name = "svc-%d-7d9c5b8f6d-%05d".formatted(service, number);
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(namespace(service))
        .withName(name)
        .addToLabels("app", "svc-" + service)
        .addToLabels("version", number % 2 == 0 ? "v1" : "v2")
        .addToLabels("pod-template-hash", "7d9c5b8f6d")
        .addToLabels("security.istio.io/tlsMode", "istio")
        .addToAnnotations("sidecar.istio.io/status", "x".repeat(600))
        .endMetadata()
        .withNewSpec()
        .withNodeName("node-" + (service + number) % nodes)
        .withServiceAccountName("sa-" + service)
        .addNewContainer()
        .withName("app")
        .withImage("registry.example/team/app:v1.2.3")
        .addNewPort()
        .withName("http")
        .withContainerPort(8080)
        .endPort()
        .addNewEnv()
        .withName("SOME")
        .withValue("x".repeat(400))
        .endEnv()
        .withNewReadinessProbe()
        .withNewHttpGet()
        .withPath("/ready")
        .withPort(new IntOrString(8080))
        .endHttpGet()
        .endReadinessProbe()
        .addNewVolumeMount()
        .withName("data")
        .withMountPath("/data")
        .endVolumeMount()
        .endContainer()
        .addNewVolume()
        .withName("data")
        .withNewEmptyDir()
        .endEmptyDir()
        .endVolume()
        .endSpec()
        .withNewStatus()
        .withPhase("Running")
        .withPodIP(address(service, number))
        .addNewPodIP(address(service, number))
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .endCondition()
        .addNewCondition()
        .withType("PodScheduled")
        .withStatus("True")
        .endCondition()
        .endStatus()
        .build();
  }

  private EndpointSlice slice(int service, int ready) {
    EndpointSlice slice =
        KubeObjects.slice(namespace(service), "svc-" + service, List.<String>of());
    EndpointSliceBuilder builder = new EndpointSliceBuilder(slice);
    for (int j = 0; j < ready; j++) {
      builder
          .addNewEndpoint()
          .withAddresses(address(service, j))
          .withNodeName("node-" + (service + j) % nodes)
          .withZone("zone-" + (service + j) % nodes % 3)
          .withNewConditions()
          .withReady(true)
          .withServing(true)
          .withTerminating(false)
          .endConditions()
          .withNewTargetRef()
          .withKind("Pod")
          .withNamespace(namespace(service))
          .withName("svc-%d-7d9c5b8f6d-%05d".formatted(service, j))
          .endTargetRef()
          .endEndpoint();
    }
    return builder.build();
  }

  private void measure(ApiServer kube, Path work) throws Exception {
    List<Integer> ports = freePorts(3);
    long start = System.nanoTime();
    Process istiod =
        new ProcessBuilder(
                options.getOrDefault("istiod", "istiod/bin/istiod"),
                "discovery",
                "--kubeconfig",
                kube.settings().kubeconfig().orElseThrow().toString(),
                "--grpcAddr",
                "127.0.0.1:" + ports.get(0),
                "--secureGRPCAddr",
                "",
                "--httpAddr",
                "127.0.0.1:" + ports.get(1),
                "--monitoringAddr",
                "127.0.0.1:" + ports.get(2))
            .redirectErrorStream(true)
            .redirectOutput(work.resolve("istiod.log").toFile())
            .start();
    try {
      awaitReady(istiod, ports.get(1));
      say("start to ready                    %.1f s", seconds(start));
      say("CPU until then                    %.1f s", cpu(istiod));
      say("RSS when ready                    %d MiB", memory(istiod, "VmRSS"));
      proxies(kube.admin(), ports.get(0));
      say("RSS at the end                    %d MiB", memory(istiod, "VmRSS"));
      say("peak RSS                          %d MiB", memory(istiod, "VmHWM"));
    } catch (Exception | AssertionError e) {
      Files.readAllLines(work.resolve("istiod.log")).forEach(System.err::println);
      throw e;
    } finally {
      istiod.destroy();
      istiod.waitFor();
    }
  }

  private void proxies(KubernetesClient client, int port) throws Exception {
    long start = System.nanoTime();
    try (XdsClient proxy =
        XdsClient.delta(
            "127.0.0.1:" + port, TestNodes.sidecar("ns-0", "load-client", "10.250.0.1"))) {
      proxy.sync();
      say("a first proxy has everything      %.1f s", seconds(start));
      List<Long> latencies = new ArrayList<>();
      for (int i = 0; i < number("changes", 100); i++) {
        latencies.add(change(client, proxy, i % services, i / services + 1));
      }
      Collections.sort(latencies);
      say(
          "endpoint change to proxy          median %d ms, p99 %d ms (of %d)",
          latencies.get(latencies.size() / 2),
          latencies.get((int) (latencies.size() * 0.99)),
          latencies.size());
    }
  }

  /** One endpoint less; from before it is written until the proxy has it. */
  private long change(KubernetesClient client, XdsClient proxy, int service, int less)
      throws IOException {
    String cluster =
        "outbound|80||svc-%d.%s.svc.cluster.local".formatted(service, namespace(service));
    int wanted = podsOf(service) - less;
    EndpointSlice slice = slice(service, wanted);
    long start = System.nanoTime();
    client.resource(slice).update();
    long end = start + LIMIT.toNanos();
    while (ClusterMesh.endpoints(proxy, cluster).size() != wanted) {
      if (System.nanoTime() > end) {
        throw new AssertionError(cluster + " did not change");
      }
      LockSupport.parkNanos(500_000);
    }
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }

  private static void awaitReady(Process istiod, int port) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (true) {
        if (!istiod.isAlive() || System.nanoTime() > end) {
          throw new AssertionError("istiod did not become ready");
        }
        try {
          if (http.send(
                      HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/ready"))
                          .build(),
                      HttpResponse.BodyHandlers.discarding())
                  .statusCode()
              == 200) {
            return;
          }
        } catch (IOException e) {
          // Not listening yet.
        }
        LockSupport.parkNanos(20_000_000);
      }
    }
  }

  private static double cpu(Process process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0;
  }

  private static long memory(Process process, String field) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      return lines
              .filter(line -> line.startsWith(field + ":"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .findFirst()
              .orElse(0)
          / 1024;
    }
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<Integer> ports = new ArrayList<>();
    List<ServerSocket> held = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      held.add(socket);
      ports.add(socket.getLocalPort());
    }
    for (ServerSocket socket : held) {
      socket.close();
    }
    return ports;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static double seconds(long since) {
    return Duration.ofNanos(System.nanoTime() - since).toMillis() / 1000.0;
  }

  @FormatMethod
  private static void say(String text, Object... values) {
    System.out.println(String.format(text, values));
  }
}
