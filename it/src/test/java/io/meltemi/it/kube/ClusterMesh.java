package io.meltemi.it.kube;

import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.meltemi.istiod.IstiodConfig;
import io.meltemi.istiod.IstiodServer;
import io.meltemi.istiod.kube.KubeSettings;
import io.meltemi.istiod.xds.testing.TestNodes;
import io.meltemi.istiod.xds.testing.XdsClient;
import io.meltemi.it.Await;
import io.meltemi.translator.xds.XdsType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** An istiod that watches a cluster, in this process, and proxies that ask it. */
final class ClusterMesh implements AutoCloseable {

  private final IstiodServer server;
  private final List<XdsClient> clients = new ArrayList<>();

  private ClusterMesh(IstiodConfig config) throws IOException {
    this.server = new IstiodServer(config);
    server.start();
  }

  static ClusterMesh start(ApiServer kube) throws Exception {
    return start(kube.settings(), config -> config);
  }

  static ClusterMesh start(KubeSettings kube) throws Exception {
    return start(kube, config -> config);
  }

  static ClusterMesh start(KubeSettings kube, UnaryOperator<IstiodConfig> more) throws Exception {
    ClusterMesh mesh = starting(more.apply(IstiodConfig.onFreePorts(kube)));
    mesh.awaitReady();
    return mesh;
  }

  /** Not ready yet. */
  static ClusterMesh starting(IstiodConfig config) throws IOException {
    return new ClusterMesh(config);
  }

  void awaitReady() throws Exception {
    Await.until("istiod is ready", server::isReady);
  }

  IstiodServer server() {
    return server;
  }

  /** A delta client that has everything a sidecar has. */
  XdsClient sidecar(String namespace, String name, String ip) {
    XdsClient client =
        XdsClient.delta("127.0.0.1:" + server.grpcPort(), TestNodes.sidecar(namespace, name, ip));
    clients.add(client);
    return client.sync();
  }

  String metrics() throws IOException, InterruptedException {
    return get(server.monitoringPort(), "/metrics").body();
  }

  /** The line of a metric without labels; empty if there is none. */
  String metric(String name) throws IOException, InterruptedException {
    return metrics().lines().filter(line -> line.startsWith(name)).findFirst().orElse("");
  }

  int readyStatus() throws IOException, InterruptedException {
    return get(server.httpPort(), "/ready").statusCode();
  }

  String ready() throws IOException, InterruptedException {
    return get(server.httpPort(), "/ready").body();
  }

  String diagnostics() throws IOException, InterruptedException {
    return page("/debug/diagnostics");
  }

  String page(String path) throws IOException, InterruptedException {
    return get(server.httpPort(), path).body();
  }

  private static HttpResponse<String> get(int port, String path)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  /** Waits until a proxy sends to exactly these addresses, in any order. */
  static void awaitEndpoints(XdsClient client, String cluster, String... addresses)
      throws Exception {
    List<String> wanted = Arrays.stream(addresses).sorted().toList();
    Await.until(
        cluster + " has " + wanted + ", last " + endpoints(client, cluster),
        () -> endpoints(client, cluster).equals(wanted));
  }

  static List<String> endpoints(XdsClient client, String cluster) throws IOException {
    var any = client.resources(XdsType.ENDPOINT).get(cluster);
    if (any == null) {
      return List.of("(nothing)");
    }
    ClusterLoadAssignment assignment = any.unpack(ClusterLoadAssignment.class);
    List<String> addresses = new ArrayList<>();
    for (var locality : assignment.getEndpointsList()) {
      for (LbEndpoint endpoint : locality.getLbEndpointsList()) {
        addresses.add(endpoint.getEndpoint().getAddress().getSocketAddress().getAddress());
      }
    }
    return addresses.stream().sorted().toList();
  }

  /** All route tables of a proxy, as text. */
  static String routes(XdsClient client) throws IOException {
    StringBuilder all = new StringBuilder();
    for (var any : client.resources(XdsType.ROUTE).values()) {
      all.append(any.unpack(RouteConfiguration.class));
    }
    return all.toString();
  }

  @Override
  public void close() {
    clients.forEach(XdsClient::close);
    server.close();
  }
}
