package io.meltemi.it.policy;

import com.google.common.collect.ImmutableMap;
import com.google.common.net.HostAndPort;
import io.meltemi.it.Await;
import io.meltemi.it.backend.RawBackend;
import io.meltemi.it.backend.TcpBackend;
import io.meltemi.it.envoy.RunningEnvoy;
import io.meltemi.it.mesh.LineClient;
import io.meltemi.it.mesh.TestMesh;
import io.meltemi.translator.proxy.ProxyKind;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One mesh for all tests of policies: a workload {@code web} that takes requests and bytes, each on
 * a port of its own, behind a sidecar that is called directly; and a gateway in front of the same
 * application. Started once, ended with the JVM.
 */
final class PolicyMesh {

  private static @Nullable PolicyMesh shared;

  private final TestMesh mesh;
  private final RunningEnvoy sidecar;
  private final RunningEnvoy gateway;
  private final HostAndPort web;
  private final HostAndPort bytes;
  private final HostAndPort edge;
  private final Authorizers authorizers;
  private final Map<String, TestMesh.Client> clients = new HashMap<>();
  private int applied;
  private int settings;

  private PolicyMesh(TestMesh mesh) throws Exception {
    this.mesh = mesh;
    String address = mesh.address();
    RawBackend app = mesh.closing(RawBackend.start("127.0.0.1"));
    TcpBackend lines = mesh.closing(TcpBackend.start("bytes", "127.0.0.1", 0));
    authorizers = mesh.closing(Authorizers.start());
    mesh.config()
        .write("web.yaml", PolicyObjects.web(address, app.address(), lines.address().getPort()));
    mesh.config()
        .write(
            "authz.yaml", PolicyObjects.authorizer(authorizers.httpPort(), authorizers.grpcPort()));
    sidecar =
        mesh.envoy(
            TestMesh.node(ProxyKind.SIDECAR, "web", address)
                .withServiceAccount("web")
                .withLabels(ImmutableMap.of("app", "web")));
    TestMesh.Client ingress =
        mesh.gateway("edge", "gateway.networking.k8s.io/gateway-name: public, ");
    mesh.config().write("edge.yaml", PolicyObjects.edge(ingress.address(), app.address()));
    gateway = ingress.envoy();
    web = HostAndPort.fromParts(address, 9080);
    bytes = HostAndPort.fromParts(address, 9081);
    edge = HostAndPort.fromParts(ingress.address(), TestMesh.GATEWAY_PORT);
    for (HostAndPort proxy : new HostAndPort[] {web, edge}) {
      Await.until(proxy + " serves", () -> RawHttp.get("/").send(proxy).arrived());
    }
  }

  /** A client with an account of its own name, who calls both ports of {@code web}. */
  synchronized TestMesh.Client client(String name) throws Exception {
    TestMesh.Client known = clients.get(name);
    if (known == null) {
      known = mesh.client(name);
      mesh.config()
          .write(
              "client-" + name + ".yaml",
              PolicyObjects.caller(name, outboundBytes(known).getHost()));
      clients.put(name, known);
    }
    return known;
  }

  /** Where a client finds its sidecar for bytes: beside where it finds it for requests. */
  static HostAndPort outboundBytes(TestMesh.Client client) {
    String address = client.address();
    return HostAndPort.fromParts(address.substring(0, address.lastIndexOf('.')) + ".3", 9081);
  }

  /** Started by the first test that asks. */
  static synchronized PolicyMesh shared() throws Exception {
    if (shared == null) {
      TestMesh mesh =
          TestMesh.start(
              PolicyObjects.meshConfig(0, "BASE", PolicyObjects.ONE_PROXY),
              "--jwksAllow",
              "127.0.0.0/8");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(mesh)));
      shared = new PolicyMesh(mesh);
    }
    return shared;
  }

  private static void end(TestMesh mesh) {
    try {
      mesh.close();
    } catch (Exception e) {
      System.err.println("the mesh of policies did not end cleanly: " + e);
    }
  }

  /** Replaces all policies, and waits until both proxies obey. */
  void apply(String policies) throws Exception {
    int number = ++applied;
    mesh.config().rule("rules.yaml", policies + "\n---\n" + PolicyObjects.marker(number));
    RawHttp marked = RawHttp.get("/").with("x-marker-" + number, "no-token");
    for (HostAndPort proxy : new HostAndPort[] {web, edge}) {
      Await.until(
          "policies " + number + " are in effect at " + proxy + ":\n" + sidecar.lastLines(),
          () -> {
            try {
              return marked.send(proxy).status() == 401;
            } catch (IOException _) {
              return false; // the gateway has no listener before its first configuration
            }
          });
    }
    Await.until(
        "policies " + number + " are in effect for bytes",
        () ->
            sidecar
                .awaitLive(Await.PATIENCE)
                .get("/config_dump?resource=dynamic_listeners&name_regex=.*_9081")
                .contains("policy[marker-" + number + "]"));
  }

  /** One AuthorizationPolicy for {@code web} and the gateway, by the inside of its spec. */
  void policy(String spec) throws Exception {
    apply(policyYaml("p", spec));
  }

  static String policyYaml(String name, String spec) {
    return """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: %s, namespace: default}
        spec:
        """
            .formatted(name)
        + spec.indent(2);
  }

  /** How paths are normalised from now on; applies no policies. */
  void normalize(String mode) throws Exception {
    settings(mode, PolicyObjects.ONE_PROXY);
    // What is applied after it is in effect after it.
    apply("");
  }

  /** What is before the gateway from now on; policies stay. */
  void topology(String topology) throws Exception {
    settings("BASE", topology);
  }

  private void settings(String mode, String topology) throws Exception {
    int number = ++settings;
    mesh.meshConfig(PolicyObjects.meshConfig(number, mode, topology));
    for (RunningEnvoy envoy : new RunningEnvoy[] {sidecar, gateway}) {
      Await.until(
          "proxies have settings " + number,
          () ->
              envoy
                  .awaitLive(Await.PATIENCE)
                  .get("/config_dump?resource=dynamic_listeners")
                  .contains("settings-" + number + " "));
    }
  }

  /** Whether the sidecar's access log has a line for requests with this {@code x-request}. */
  Optional<String> logged(String request) {
    return sidecar
        .lastLines()
        .lines()
        .filter(line -> line.contains(" " + request + " "))
        .findFirst();
  }

  RawHttp.Answer http(RawHttp request) throws IOException {
    return request.send(web);
  }

  HostAndPort web() {
    return web;
  }

  HostAndPort edge() {
    return edge;
  }

  /** Where bytes are taken. */
  HostAndPort bytes() {
    return bytes;
  }

  /** Whether a line comes back from the port of bytes. */
  boolean takesBytes() throws IOException {
    try {
      return LineClient.say(bytes, "hello").equals("bytes hello");
    } catch (java.net.SocketException _) {
      return false; // reset
    }
  }

  Authorizers authorizers() {
    return authorizers;
  }

  RunningEnvoy sidecar() {
    return sidecar;
  }

  TestMesh mesh() {
    return mesh;
  }
}
