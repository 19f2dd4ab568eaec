package io.meltemi.it.inject;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.meltemi.istiod.proxy.LogTail;
import io.meltemi.it.Await;
import io.meltemi.it.mesh.TestMesh;
import io.meltemi.translator.bootstrap.Discovery;
import io.meltemi.translator.bootstrap.ProxyNode;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.proxy.ProxyKind;
import io.meltemi.webhook.inject.Injection;
import io.meltemi.webhook.inject.InjectionInputs;
import io.meltemi.webhook.inject.InjectionInputs.ClusterFacts;
import io.meltemi.webhook.inject.InjectionInputs.IpFamilies;
import io.meltemi.webhook.inject.Injector;
import io.meltemi.webhook.values.InjectionValues;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The istio-proxy container of an injected pod as a process: its command and arguments, with a
 * kubelet's variables filled in, and with the folders and addresses of this machine in the place of
 * a pod's own.
 */
final class InjectedProxy implements Closeable {

  static final String DRAIN_KEY = "0123456789abcdef";

  private static final String LOOPBACK_ADMIN = "\"address\":\"127.0.0.1\",\"port_value\":15000";

  private final Pod pod;
  private final String address;
  private final Process process;
  private final Path log;
  private final HttpClient http = HttpClient.newHttpClient();

  private InjectedProxy(Pod pod, String address, Process process, Path log) {
    this.pod = pod;
    this.address = address;
    this.process = process;
    this.log = log;
  }

  /** Injects the pod and starts its proxy; {@code address} is the pod's. */
  static InjectedProxy start(TestMesh mesh, Pod pod, String address) throws Exception {
    InjectionInputs inputs =
        new InjectionInputs(
            pod,
            "default",
            InjectionValues.DEFAULT,
            MeshConfig.EMPTY,
            ImmutableList.of(),
            new ClusterFacts(true, IpFamilies.IPV4, "1.0.0"),
            ImmutableSortedMap.of(),
            DRAIN_KEY);
    if (!(Injector.inject(inputs) instanceof Injection.Injected injected)) {
      throw new AssertionError("not injected: " + Injector.inject(inputs));
    }
    Path folder = Files.createTempDirectory(mesh.root(), "pod-");
    List<String> command = command(mesh, injected.pod(), address, folder);
    Path log = folder.resolve("envoy.log");
    mesh.awaitRead();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new InjectedProxy(injected.pod(), address, process, log);
  }

  private static List<String> command(TestMesh mesh, Pod pod, String address, Path folder)
      throws IOException {
    Container container =
        pod.getSpec().getInitContainers().stream()
            .filter(it -> it.getName().equals("istio-proxy"))
            .findFirst()
            .orElseThrow();
    String account = pod.getSpec().getServiceAccountName();
    ProxyNode node =
        ProxyNode.of(ProxyKind.SIDECAR, pod.getMetadata().getName(), "default", address)
            .withServiceAccount(account);
    Discovery.Secure istiod = mesh.discovery(node, folder);
    Files.copy(Path.of(istiod.rootCertificate()), folder.resolve("root-cert.pem"));
    Files.copy(Path.of(istiod.token()), folder.resolve("istio-token"));
    Map<String, String> here =
        ImmutableMap.of(
            "/var/run/secrets/istio",
            folder.toString(),
            "/var/run/secrets/tokens",
            folder.toString(),
            "/etc/istio/pod",
            folder.toString(),
            "\"0.0.0.0\"",
            "\"" + address + "\"",
            LOOPBACK_ADMIN,
            "\"address\":\"" + address + "\",\"port_value\":15000",
            "\"address\":\"istiod.istio-system.svc.cluster.local\",\"port_value\":15012",
            "\"address\":\""
                + istiod.address().getHost()
                + "\",\"port_value\":"
                + istiod.address().getPort());
    Files.writeString(
        folder.resolve("root-secret.json"),
        replaced(
            Objects.requireNonNull(
                pod.getMetadata().getAnnotations().get("meltemi.io/root-secret")),
            here));
    Map<String, String> variables =
        ImmutableMap.<String, String>builder()
            .put("POD_NAME", pod.getMetadata().getName())
            .put("POD_NAMESPACE", "default")
            .put("INSTANCE_IP", address)
            .put("INSTANCE_IPS", address)
            .put("SERVICE_ACCOUNT", account)
            .put("NODE_NAME", "node-1")
            .put("HOST_IP", "192.0.2.1")
            .put("ISTIO_CPU_LIMIT", "1")
            .buildOrThrow();
    List<String> command = new ArrayList<>();
    command.add(mesh.envoyProvider().binary().toString());
    for (String argument : container.getArgs()) {
      command.add(replaced(expanded(argument, variables), here));
    }
    return command;
  }

  /** As kubelets do: {@code $$} is a dollar, {@code $(NAME)} a variable. */
  private static String expanded(String argument, Map<String, String> variables) {
    String text = argument.replace("$$", "\uE010");
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      text = text.replace("$(" + variable.getKey() + ")", variable.getValue());
    }
    return text.replace('\uE010', '$');
  }

  private static String replaced(String text, Map<String, String> by) {
    String result = text;
    for (Map.Entry<String, String> entry : by.entrySet()) {
      result = result.replace(entry.getKey(), entry.getValue());
    }
    return result;
  }

  Pod pod() {
    return pod;
  }

  /** Waits for what the pod's own startup probe waits for. */
  void awaitReady() throws Exception {
    Await.until(
        "the injected proxy is ready",
        Await.START_PATIENCE,
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError("Envoy ended:\n" + LogTail.of(log, 20));
          }
          try {
            return get(15021, "/healthz/ready").statusCode() == 200;
          } catch (IOException _) {
            return false;
          }
        });
  }

  HttpResponse<String> get(int port, String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://" + address + ":" + port + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  int status(String probe) throws IOException, InterruptedException {
    return get(15020, probe).statusCode();
  }

  /** The pages of the admin interface. */
  String admin(String path) throws IOException, InterruptedException {
    return get(15000, path).body();
  }

  String lastLines() {
    return LogTail.of(log, 20);
  }

  @Override
  public void close() {
    http.close();
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
