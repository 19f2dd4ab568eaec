package io.meltemi.it.mesh;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.google.common.net.HostAndPort;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.meltemi.ca.SpiffeId;
import io.meltemi.istiod.proxy.EnvoyLaunch;
import io.meltemi.istiod.proxy.RootSecretFile;
import io.meltemi.istiod.token.LocalTokens;
import io.meltemi.it.Await;
import io.meltemi.it.backend.HttpBackend;
import io.meltemi.it.envoy.EnvoyProvider;
import io.meltemi.it.envoy.RunningEnvoy;
import io.meltemi.translator.bootstrap.BootstrapOptions;
import io.meltemi.translator.bootstrap.BootstrapOptions.AdsProtocol;
import io.meltemi.translator.bootstrap.Discovery;
import io.meltemi.translator.bootstrap.EnvoyBootstrap;
import io.meltemi.translator.bootstrap.ProxyNode;
import io.meltemi.translator.proxy.InterceptionMode;
import io.meltemi.translator.proxy.ProxyKind;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A mesh of a test's own: a folder of YAML, istiod as a process, backends in this JVM, and real
 * Envoys, all on loopback addresses that nobody else has. Close it and all of it is gone.
 */
public final class TestMesh implements Closeable {

  /** The port of the services and of every sidecar's listener. */
  public static final int PORT = 9080;

  /** Where gateways listen. */
  public static final int GATEWAY_PORT = 8080;

  /** As istiod's certificate says. */
  private static final String ISTIOD_NAME = "istiod.istio-system.svc";

  /**
   * What is special about a mesh.
   *
   * @param tokenTtl of the proxies' tokens; each is replaced at half of it
   */
  public record Options(Duration tokenTtl, ImmutableList<String> istiodFlags) {

    static final Options DEFAULT = new Options(Duration.ofHours(1), ImmutableList.of());

    public static Options istiodFlags(String... flags) {
      return new Options(DEFAULT.tokenTtl, ImmutableList.copyOf(flags));
    }

    public Options withTokenTtl(Duration ttl) {
      return new Options(ttl, istiodFlags);
    }
  }

  private final Block block;
  private final Path root;
  private final ConfigFolder config;
  private final EnvoyProvider envoys = EnvoyProvider.find();
  private final Deque<Closeable> started = new ArrayDeque<>();
  private final Options options;
  private IstiodProcess istiod;
  private @Nullable LocalTokens tokens;
  private Bootstrapping bootstrapping = (_, bootstrap) -> bootstrap;
  private int workloads;

  private TestMesh(Block block, Path root, ConfigFolder config, Options options)
      throws IOException, InterruptedException {
    this.block = block;
    this.root = root;
    this.config = config;
    this.options = options;
    this.istiod = startIstiod();
  }

  /** With an istiod that is ready and knows the namespace {@code default}. */
  public static TestMesh start() throws Exception {
    return start(Options.DEFAULT);
  }

  /** The same, not quite as usual. */
  public static TestMesh start(Options options) throws Exception {
    return start(Files.createTempDirectory("meltemi-it-"), options);
  }

  /** The same with mesh-wide settings, and further flags of istiod. */
  public static TestMesh start(String meshConfig, String... flags) throws Exception {
    Path root = Files.createTempDirectory("meltemi-it-");
    Path file = Files.writeString(root.resolve("mesh.yaml"), meshConfig);
    return start(
        root,
        Options.istiodFlags(
            ImmutableList.<String>builder()
                .add("--meshConfig", file.toString())
                .add(flags)
                .build()
                .toArray(String[]::new)));
  }

  /** The same in a folder that is taken away in the end. */
  public static TestMesh start(Path root, Options options) throws Exception {
    ConfigFolder config = new ConfigFolder(Files.createDirectories(root.resolve("config")));
    config.write("namespaces.yaml", Objects.namespace("default"));
    config.write(SyncMarker.FILE, SyncMarker.yaml(0));
    TestMesh mesh = new TestMesh(Block.take(), root, config, options);
    try {
      mesh.istiod.awaitReady();
    } catch (Exception | AssertionError e) {
      mesh.close(); // or its istiod would answer in the place of the next mesh's
      throw e;
    }
    return mesh;
  }

  /** What is other than usual about how an Envoy is started. */
  @FunctionalInterface
  public interface Bootstrapping {
    Bootstrap change(ProxyNode node, Bootstrap usual) throws Exception;
  }

  /** Envoys from now on are started like this. */
  public void bootstrap(Bootstrapping other) {
    bootstrapping = other;
  }

  /** Replaces the mesh-wide settings that the mesh was started with. */
  public void meshConfig(String yaml) throws IOException {
    Path next = Files.writeString(root.resolve("mesh.yaml.new"), yaml);
    Files.move(next, root.resolve("mesh.yaml"), ATOMIC_MOVE, REPLACE_EXISTING);
  }

  public ConfigFolder config() {
    return config;
  }

  public IstiodProcess istiod() {
    return istiod;
  }

  /** A service of the namespace {@code default}, on {@link #PORT}. */
  public void service(String name) throws IOException {
    config.write("service-" + name + ".yaml", Objects.service(name, "http", PORT));
  }

  /** One version of a service: a backend that is called directly, without a proxy of its own. */
  public HttpBackend backend(String app, String version) throws IOException {
    String address = block.workload(++workloads);
    config.write(
        "workload-" + app + "-" + version + ".yaml", Objects.bareWorkload(app, version, address));
    return closing(HttpBackend.start(app + "-" + version, address, PORT));
  }

  /** A backend that the mesh is told nothing of. */
  public HttpBackend stranger(String name) throws IOException {
    return closing(HttpBackend.start(name, block.workload(++workloads), PORT));
  }

  /** A free address that others can reach. */
  public String address() {
    return block.workload(++workloads);
  }

  /** One version of a service behind a sidecar of its own. */
  public HttpBackend backendWithSidecar(String app, String version) throws Exception {
    return server(app, version).backend();
  }

  /** An app, the sidecar before it, and the address where others find the two. */
  public record Server(HttpBackend backend, RunningEnvoy envoy, String address) {}

  /** One version of a service behind a sidecar of its own, with the service's account. */
  public Server server(String app, String version) throws Exception {
    int n = ++workloads;
    String address = block.workload(n);
    HttpBackend backend = closing(HttpBackend.start(app + "-" + version, "127.0.0.1", 0));
    config.write(
        "workload-" + app + "-" + version + ".yaml",
        Objects.workload(app, version, address)
            + "---\n"
            + Objects.serverSidecar(app, version, address, backend.address().toString()));
    RunningEnvoy envoy =
        envoy(
            node(ProxyKind.SIDECAR, app + "-" + version, address)
                .withServiceAccount(app)
                .withLabels(ImmutableMap.of("app", app, "version", version)));
    return new Server(backend, envoy, address);
  }

  /** Something that calls others through its sidecar. */
  public Client client(String app) throws Exception {
    return client(app, ImmutableMap.of("app", app));
  }

  /** The same with labels of its own ({@code app} should be among them). */
  public Client client(String app, ImmutableMap<String, String> labels) throws Exception {
    int n = ++workloads;
    config.write("client-" + app + ".yaml", Objects.clientSidecar(app, block.outbound(n), PORT));
    RunningEnvoy envoy =
        envoy(
            node(ProxyKind.SIDECAR, app, block.workload(n))
                .withServiceAccount(app)
                .withLabels(labels));
    return new Client(
        envoy, block.workload(n), new MeshClient(HostAndPort.fromParts(block.outbound(n), PORT)));
  }

  /**
   * The ingress gateway with the label {@code app}; its Service maps 80 to {@link #GATEWAY_PORT}.
   * Gateways should bind its {@link Client#address}.
   */
  public Client gateway(String app) throws Exception {
    return gateway(app, "");
  }

  /**
   * The same with more labels.
   *
   * @param labels the inside of a YAML mapping, each with a comma behind it
   */
  public Client gateway(String app, String labels) throws Exception {
    int n = ++workloads;
    String address = block.workload(n);
    config.write(
        "gateway-" + app + ".yaml",
        Objects.gatewayService(app, 80, GATEWAY_PORT)
            + "---\n"
            + Objects.workload(app, "v1", address).replace("labels: {", "labels: {" + labels)
            + "---\n"
            + SyncMarker.gateway(app, address));
    RunningEnvoy envoy =
        envoy(
            node(ProxyKind.ROUTER, app + "-v1", address)
                .withServiceAccount(app)
                .withLabels(ImmutableMap.of("app", app, "version", "v1")));
    return new Client(envoy, address, new MeshClient(HostAndPort.fromParts(address, GATEWAY_PORT)));
  }

  /** An Envoy of the mesh, its workload's address, and who calls through it. */
  public record Client(RunningEnvoy envoy, String address, MeshClient http) {}

  /** A node of the namespace {@code default} without interception. */
  public static ProxyNode node(ProxyKind kind, String name, String address) {
    return ProxyNode.of(kind, name, "default", address).withInterceptionMode(InterceptionMode.NONE);
  }

  /** Any Envoy with our bootstrap; live when this returns. */
  public RunningEnvoy envoy(ProxyNode node) throws Exception {
    return envoy(node, AdsProtocol.DELTA);
  }

  public RunningEnvoy envoy(ProxyNode node, AdsProtocol protocol) throws Exception {
    Path folder = Files.createDirectories(root.resolve("envoy-" + node.name()));
    BootstrapOptions options =
        new BootstrapOptions(
            node,
            discovery(node, folder),
            HostAndPort.fromParts("127.0.0.1", 0),
            protocol,
            ImmutableList.of());
    Bootstrap bootstrap = bootstrapping.change(node, EnvoyBootstrap.of(options));
    awaitRead();
    RunningEnvoy envoy =
        closing(envoys.start(EnvoyLaunch.quiet(envoys.binary(), bootstrap, folder)));
    envoy.awaitLive(Await.START_PATIENCE);
    return envoy;
  }

  /**
   * Waits until istiod has read the folder as it is now, so that a proxy's first configuration is
   * of all that was written before the proxy was started.
   */
  public void awaitRead() throws Exception {
    config.awaitReadBy(istiod);
  }

  /** Over TLS, with a token of the node's service account. */
  public Discovery.Secure discovery(ProxyNode node, Path folder) throws IOException {
    Path token = folder.resolve("token");
    SpiffeId account = new SpiffeId("cluster.local", node.namespace(), node.serviceAccount());
    tokens().keep(account, options.tokenTtl(), token);
    Path rootSecret = folder.resolve("root-secret.json");
    RootSecretFile.write(rootSecret, rootCertificate());
    return new Discovery.Secure(
            istiod.secureDiscovery(), ISTIOD_NAME, absolute(rootCertificate()), absolute(token))
        .following(absolute(rootSecret));
  }

  private static String absolute(Path file) {
    return file.toAbsolutePath().toString();
  }

  /** What signs tokens in this mesh. */
  public synchronized LocalTokens tokens() {
    if (tokens == null) {
      tokens = new LocalTokens(stateDir());
      started.push(tokens::close);
    }
    return tokens;
  }

  /** Where istiod keeps its CA and the key of tokens. */
  public Path stateDir() {
    return root.resolve("state");
  }

  /** What istiod, and the workloads of this mesh, are verified with. */
  public Path rootCertificate() {
    return stateDir().resolve("root-cert.pem");
  }

  /** The folder of this mesh's logs, bootstraps and configuration. */
  public Path root() {
    return root;
  }

  public EnvoyProvider envoyProvider() {
    return envoys;
  }

  /** Where istiod serves ADS and CreateCertificate over TLS. */
  public HostAndPort secureDiscovery() {
    return istiod.secureDiscovery();
  }

  /** For proxies that nobody knows. */
  public Discovery.Plaintext plaintextDiscovery() {
    return new Discovery.Plaintext(istiod.discovery());
  }

  /** A new istiod in the place of one that is gone. */
  public void restartIstiod() throws IOException {
    istiod = startIstiod();
  }

  private IstiodProcess startIstiod() throws IOException {
    return IstiodProcess.start(
        block.istiod(),
        config.path(),
        stateDir(),
        root.resolve("istiod.log"),
        options.istiodFlags());
  }

  /** Ends with the mesh, the last one first. */
  public <T extends Closeable> T closing(T something) {
    started.push(something);
    return something;
  }

  @Override
  public void close() throws IOException {
    for (Closeable each : started) {
      each.close();
    }
    istiod.close();
    block.close();
    MoreFiles.deleteRecursively(root, RecursiveDeleteOption.ALLOW_INSECURE);
  }
}
