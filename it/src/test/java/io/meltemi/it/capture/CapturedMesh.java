package io.meltemi.it.capture;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.google.common.net.HostAndPort;
import io.meltemi.ca.SpiffeId;
import io.meltemi.istiod.token.LocalTokens;
import io.meltemi.it.Await;
import io.meltemi.it.envoy.Checkout;
import io.meltemi.it.envoy.EnvoyProvider;
import io.meltemi.translator.bootstrap.BootstrapOptions;
import io.meltemi.translator.bootstrap.BootstrapOptions.AdsProtocol;
import io.meltemi.translator.bootstrap.Discovery;
import io.meltemi.translator.bootstrap.EnvoyBootstrap;
import io.meltemi.translator.bootstrap.ProxyNode;
import io.meltemi.translator.proxy.InterceptionMode;
import io.meltemi.translator.proxy.ProxyKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An istiod outside of the pods, pods with apps, and in those that have one a captured sidecar. */
final class CapturedMesh implements AutoCloseable {

  private static final String ISTIOD = PodNetwork.ipv4(PodNetwork.HUB);

  final PodNetwork network;
  private final Path root = Files.createTempDirectory("meltemi-capture-");
  private final Path config = Files.createDirectories(root.resolve("config"));
  private final Path envoy = root.resolve("envoy");
  private final Deque<Process> processes = new ArrayDeque<>();
  private @Nullable LocalTokens tokens;

  CapturedMesh(String objects) throws Exception {
    network = new PodNetwork();
    // Proxies are not root, and the binary may be where only root can go.
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.copy(EnvoyProvider.find().binary(), envoy);
    envoy.toFile().setExecutable(true, false);
    write("objects.yaml", objects);
    meshConfig("{}\n");
    start(
        PodNetwork.HUB,
        "istiod",
        List.of(
            Checkout.path("istiod/bin/istiod").toString(),
            "discovery",
            "--configDir=" + config,
            "--meshConfig=" + root.resolve("mesh.yaml"),
            "--stateDir=" + root.resolve("state"),
            "--grpcAddr=",
            "--secureGRPCAddr=" + ISTIOD + ":15012",
            "--httpAddr=" + ISTIOD + ":8080",
            "--monitoringAddr=" + ISTIOD + ":15014"));
    Await.until(
        "istiod is ready",
        Await.START_PATIENCE,
        () ->
            !network.call(PodNetwork.HUB, "istiod", "http://" + ISTIOD + ":8080/ready").isEmpty());
  }

  /** Replaces a file of objects. */
  void write(String file, String yaml) throws IOException {
    replace(config.resolve(file), yaml);
  }

  void meshConfig(String yaml) throws IOException {
    replace(root.resolve("mesh.yaml"), yaml);
  }

  private void replace(Path file, String text) throws IOException {
    Path next = Files.writeString(root.resolve("next"), text);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** An app in a pod of its own; live when this returns. */
  void app(int pod, int... ports) throws Exception {
    network.pod(pod);
    appIn(pod, ports);
  }

  /** One more app, also outside of the pods. */
  void appIn(int pod, int... ports) throws Exception {
    ImmutableList.Builder<String> command = ImmutableList.builder();
    command.add(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        Path.of(PodApp.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .toString(),
        PodApp.class.getName());
    for (int port : ports) {
      command.add(Integer.toString(port));
    }
    start(pod, "app-" + pod, command.build());
    // It opens them one after the other.
    Await.until(
        "the app of pod " + pod,
        Await.START_PATIENCE,
        () ->
            !network
                .call(pod, "app", "http://127.0.0.1:" + ports[ports.length - 1] + "/")
                .isEmpty());
  }

  /** A sidecar beside the app, as the account of that name; ready when this returns. */
  void sidecar(int pod, String account, InterceptionMode mode) throws Exception {
    Path folder = Files.createDirectories(root.resolve("pod-" + pod));
    Path token = folder.resolve("token");
    tokens().keep(new SpiffeId("cluster.local", "default", account), Duration.ofHours(1), token);
    Path trusted = folder.resolve("root-cert.pem");
    Files.copy(root.resolve("state/root-cert.pem"), trusted);
    ProxyNode node =
        ProxyNode.of(ProxyKind.SIDECAR, account, "default", PodNetwork.ipv4(pod))
            .withServiceAccount(account)
            .withLabels(ImmutableMap.of("app", account))
            .withInterceptionMode(mode)
            .withMetadata(
                ImmutableMap.of("INSTANCE_IPS", PodNetwork.ipv4(pod) + "," + PodNetwork.ipv6(pod)));
    BootstrapOptions options =
        new BootstrapOptions(
            node,
            new Discovery.Secure(
                HostAndPort.fromParts(ISTIOD, 15012),
                "istiod.istio-system.svc",
                trusted.toString(),
                token.toString()),
            HostAndPort.fromParts("127.0.0.1", 15000),
            AdsProtocol.DELTA,
            ImmutableList.of(HostAndPort.fromParts("0.0.0.0", 15021)));
    Path bootstrap = folder.resolve("envoy.json");
    Files.writeString(bootstrap, EnvoyBootstrap.json(EnvoyBootstrap.of(options)));
    for (Path file : List.of(token, trusted, bootstrap)) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
    ImmutableList.Builder<String> command = ImmutableList.builder();
    command.add("setpriv", "--reuid=1337", "--regid=1337", "--clear-groups");
    if (mode == InterceptionMode.TPROXY) {
      command.add("--inh-caps=+net_admin", "--ambient-caps=+net_admin");
    }
    command.add(envoy.toString(), "-c", bootstrap.toString(), "--concurrency", "1");
    command.add("--log-level", "warning", "--use-dynamic-base-id", "--disable-hot-restart");
    start(pod, "envoy-" + pod, command.build());
    Await.until(
        "the sidecar of pod " + pod + ": " + root.resolve("envoy-" + pod + ".log"),
        Await.START_PATIENCE,
        () -> network.call(pod, "envoy", "http://127.0.0.1:15000/ready").startsWith("LIVE"));
  }

  private synchronized LocalTokens tokens() {
    if (tokens == null) {
      tokens = new LocalTokens(root.resolve("state"));
    }
    return tokens;
  }

  private void start(int pod, String name, List<String> command) throws IOException {
    processes.push(
        new ProcessBuilder(network.in(pod, command))
            .redirectErrorStream(true)
            .redirectOutput(root.resolve(name + ".log").toFile())
            .start());
  }

  @Override
  public void close() throws IOException {
    if (tokens != null) {
      tokens.close();
    }
    try {
      for (Process process : processes) {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          process.destroyForcibly().waitFor();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("processes may be left behind", e);
    }
    network.close();
    MoreFiles.deleteRecursively(root, RecursiveDeleteOption.ALLOW_INSECURE);
  }
}
