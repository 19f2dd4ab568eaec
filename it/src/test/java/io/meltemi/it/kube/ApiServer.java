package io.meltemi.it.kube;

import com.google.common.collect.ImmutableList;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.meltemi.istiod.kube.KubeClients;
import io.meltemi.istiod.kube.KubeSettings;
import io.meltemi.it.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes without nodes: etcd and kube-apiserver on free ports of the loopback interface.
 * Authorizes by RBAC, signs tokens of service accounts, and takes Pods without asking for one.
 */
public final class ApiServer implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String ISSUER = "https://kubernetes.default.svc.cluster.local";

  private static @Nullable ApiServer shared;

  private final Path folder;
  private final Path bin;
  private final int etcdPort;
  private final int port;
  private final Path kubeconfig;
  private final KubernetesClient admin;
  private Process etcd;
  private Process apiserver;

  private ApiServer(Path folder) throws Exception {
    this.folder = folder;
    this.bin = KubeTools.api();
    List<Integer> ports = freePorts(3);
    this.etcdPort = ports.get(0);
    this.port = ports.get(1);
    writeKeys();
    Files.writeString(
        folder.resolve("tokens"), "admin,admin,admin,\"system:masters\"\nnobody,nobody,nobody\n");
    this.etcd = startEtcd(ports.get(2));
    this.apiserver = startApiServer();
    this.kubeconfig = folder.resolve("kubeconfig");
    Await.until(
        "kube-apiserver has its certificate",
        PATIENCE,
        // It is whole when what is written after it is there.
        () -> isAlive() && Files.exists(folder.resolve("certs/apiserver.key")));
    Files.writeString(kubeconfig, kubeconfig("admin"));
    this.admin = KubeClients.connect(settings());
    awaitReady();
  }

  /** The one of this test run; started when it is first asked for. */
  public static synchronized ApiServer shared() throws Exception {
    if (shared == null) {
      ApiServer started = start(Files.createTempDirectory("kube-api"));
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    started.close();
                    started.remove();
                  }));
      shared = started;
    }
    return shared;
  }

  /** A database of a hundred megabytes is left to nobody. */
  private void remove() {
    try {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One of its own, for a test that stops it, or fills it. */
  public static ApiServer start(Path folder) throws Exception {
    return new ApiServer(folder);
  }

  private Process startEtcd(int peerPort) throws IOException {
    String client = "http://127.0.0.1:" + etcdPort;
    String peer = "http://127.0.0.1:" + peerPort;
    return run(
        "etcd",
        List.of(
            "--data-dir=" + folder.resolve("etcd"),
            "--listen-client-urls=" + client,
            "--advertise-client-urls=" + client,
            "--listen-peer-urls=" + peer,
            "--initial-advertise-peer-urls=" + peer,
            "--initial-cluster=default=" + peer,
            "--quota-backend-bytes=8589934592",
            // A test's data need not outlive the machine, whose disk may be slow.
            "--unsafe-no-fsync",
            "--log-level=warn"));
  }

  private Process startApiServer() throws IOException {
    return run(
        "kube-apiserver",
        List.of(
            "--etcd-servers=http://127.0.0.1:" + etcdPort,
            "--bind-address=127.0.0.1",
            "--advertise-address=127.0.0.1",
            "--secure-port=" + port,
            "--cert-dir=" + folder.resolve("certs"),
            "--token-auth-file=" + folder.resolve("tokens"),
            "--authorization-mode=RBAC",
            "--service-account-issuer=" + ISSUER,
            "--service-account-key-file=" + folder.resolve("sa.pub"),
            "--service-account-signing-key-file=" + folder.resolve("sa.key"),
            "--api-audiences=" + ISSUER + ",istio-ca",
            "--service-cluster-ip-range=10.96.0.0/16,fd00:10:96::/112",
            "--disable-admission-plugins=ServiceAccount",
            "--endpoint-reconciler-type=none",
            "--v=1"));
  }

  private Process run(String program, List<String> arguments) throws IOException {
    return new ProcessBuilder(
            ImmutableList.<String>builder()
                .add(bin.resolve(program).toString())
                .addAll(arguments)
                .build())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(program + ".log").toFile()))
        .start();
  }

  private static List<Integer> freePorts(int count) throws IOException {
    ImmutableList.Builder<Integer> ports = ImmutableList.builder();
    List<ServerSocket> held = new java.util.ArrayList<>();
    for (int i = 0; i < count; i++) {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      held.add(socket);
      ports.add(socket.getLocalPort());
    }
    for (ServerSocket socket : held) {
      socket.close();
    }
    return ports.build();
  }

  private void writeKeys() throws IOException, NoSuchAlgorithmException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair keys = generator.generateKeyPair();
    writePem("sa.key", "PRIVATE KEY", keys.getPrivate().getEncoded());
    writePem("sa.pub", "PUBLIC KEY", keys.getPublic().getEncoded());
  }

  private void writePem(String file, String type, byte[] der) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Files.writeString(
        folder.resolve(file),
        "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n");
  }

  private void awaitReady() throws Exception {
    Await.until(
        "kube-apiserver is ready:\n" + folder.resolve("kube-apiserver.log"),
        PATIENCE,
        () -> {
          try {
            return isAlive() && admin.raw("/readyz").startsWith("ok") && hasDefaults();
          } catch (KubernetesClientException | NullPointerException _) {
            return false;
          }
        });
  }

  /** A new server makes namespaces and a Service for itself, a moment after it says it is ready. */
  private boolean hasDefaults() {
    return admin.namespaces().withName("default").get() != null
        && admin.services().inNamespace("default").withName("kubernetes").get() != null;
  }

  private boolean isAlive() {
    if (!apiserver.isAlive() || !etcd.isAlive()) {
      throw new AssertionError("Kubernetes ended; see the logs in " + folder);
    }
    return true;
  }

  /** As an administrator. */
  public KubernetesClient admin() {
    return admin;
  }

  /** For an istiod with an administrator's rights. */
  public KubeSettings settings() {
    return KubeSettings.of(Optional.of(kubeconfig), Map.of());
  }

  /** A kubeconfig for whoever has that token. */
  public String kubeconfig(String token) throws IOException {
    String ca =
        Base64.getEncoder()
            .encodeToString(Files.readAllBytes(folder.resolve("certs/apiserver.crt")));
    return """
    apiVersion: v1
    kind: Config
    current-context: test
    clusters:
    - name: test
      cluster:
        server: https://127.0.0.1:%d
        certificate-authority-data: %s
    users:
    - name: test
      user:
        token: "%s"
    contexts:
    - name: test
      context:
        cluster: test
        user: test
    """
        .formatted(port, ca, token);
  }

  /** For an istiod with an administrator's rights whose connections go through that wire. */
  KubeSettings settings(Wire wire) throws IOException {
    return settings(
        kubeconfig("admin")
            .replace("https://127.0.0.1:" + port, "https://127.0.0.1:" + wire.port()),
        "wire");
  }

  Wire wire() throws IOException {
    return new Wire(port);
  }

  /** For an istiod that has the rights of that token. */
  public KubeSettings settings(String token) throws IOException {
    return settings(kubeconfig(token), "account");
  }

  private KubeSettings settings(String kubeconfig, String name) throws IOException {
    Path file = Files.createTempFile(folder, "kubeconfig-" + name, "");
    Files.writeString(file, kubeconfig);
    return KubeSettings.of(Optional.of(file), Map.of());
  }

  /** Nobody answers any more; what there is stays. */
  public void stopApiServer() throws InterruptedException {
    stop(apiserver);
  }

  public void startApiServerAgain() throws Exception {
    apiserver = startApiServer();
    awaitReady();
  }

  public void killApiServer() throws InterruptedException {
    apiserver.destroyForcibly().waitFor();
  }

  private static void stop(Process process) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  @Override
  public void close() {
    try {
      admin.close();
      apiserver.destroyForcibly().waitFor();
      etcd.destroyForcibly().waitFor();
    } catch (InterruptedException _) {
      etcd.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
