package io.meltemi.it.mesh;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.meltemi.it.backend.HttpBackend;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One mesh for all tests that only need to send requests: {@code reviews} in three versions, {@code
 * ratings} behind a sidecar, a client with a sidecar, a gateway. Started once, ended with the JVM;
 * every test begins with {@link #reset}.
 */
public final class RoutingMesh {

  /** Selects the subsets that the rules of tests speak of. */
  private static final String SUBSETS =
      """
      apiVersion: networking.istio.io/v1
      kind: DestinationRule
      metadata: {name: reviews, namespace: default}
      spec:
        host: reviews
        subsets:
        - {name: v1, labels: {version: v1}}
        - {name: v2, labels: {version: v2}}
        - {name: v3, labels: {version: v3}}
      """;

  private static @Nullable RoutingMesh shared;

  private final TestMesh mesh;
  private final ImmutableMap<String, HttpBackend> backends;
  private final TestMesh.Client client;
  private final TestMesh.Client gateway;

  private RoutingMesh(TestMesh mesh) throws Exception {
    this.mesh = mesh;
    mesh.service("reviews");
    mesh.service("ratings");
    mesh.config().write("subsets.yaml", SUBSETS);
    ImmutableMap.Builder<String, HttpBackend> all = ImmutableMap.builder();
    for (String version : ImmutableList.of("v1", "v2", "v3")) {
      all.put("reviews-" + version, mesh.backend("reviews", version));
    }
    all.put("ratings-v1", mesh.backendWithSidecar("ratings", "v1"));
    backends = all.buildOrThrow();
    client = mesh.client("client", ImmutableMap.of("app", "client", "tier", "front"));
    gateway = mesh.gateway("gateway");
  }

  /** Started by the first test that asks. */
  public static synchronized RoutingMesh shared() throws Exception {
    if (shared == null) {
      TestMesh mesh = TestMesh.start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(mesh)));
      shared = new RoutingMesh(mesh);
    }
    return shared;
  }

  private static void end(TestMesh mesh) {
    try {
      mesh.close();
    } catch (Exception e) {
      System.err.println("the shared mesh did not end cleanly: " + e);
    }
  }

  /** Back to no rules and well-behaved backends, and waits until the client obeys. */
  public void reset() throws Exception {
    backends.values().forEach(HttpBackend::reset);
    mesh.config().clearRules();
    mesh.config().apply("", client.http());
  }

  /** Applies YAML in the place of the last, and waits until the client obeys. */
  public void apply(String yaml) throws Exception {
    mesh.config().apply(yaml, client.http());
  }

  /** The same, until the gateway obeys. */
  public void applyAtGateway(String yaml) throws Exception {
    mesh.config().apply(yaml, gateway.http());
  }

  /** A VirtualService for {@code reviews} with these http routes (YAML, from its first dash). */
  public void routes(String http) throws Exception {
    apply(virtualService("reviews", http));
  }

  public static String virtualService(String host, String http) {
    return """
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: %1$s, namespace: default}
    spec:
      hosts: [%1$s]
      http:
    """
            .formatted(host)
        + http.indent(2);
  }

  public MeshClient client() {
    return client.http();
  }

  public TestMesh.Client gateway() {
    return gateway;
  }

  public TestMesh mesh() {
    return mesh;
  }

  public HttpBackend backend(String name) throws IOException {
    HttpBackend backend = backends.get(name);
    if (backend == null) {
      throw new IOException("no backend " + name);
    }
    return backend;
  }

  public TestMesh.Client sidecar() {
    return client;
  }
}
