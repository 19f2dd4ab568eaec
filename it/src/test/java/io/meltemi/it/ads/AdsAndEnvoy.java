package io.meltemi.it.ads;

import com.google.common.collect.ImmutableList;
import com.google.common.net.HostAndPort;
import com.sun.net.httpserver.HttpServer;
import io.meltemi.istiod.door.DoorLimits;
import io.meltemi.istiod.door.GrpcDoor;
import io.meltemi.istiod.proxy.EnvoyAdmin;
import io.meltemi.istiod.proxy.EnvoyLaunch;
import io.meltemi.istiod.xds.AdsOptions;
import io.meltemi.istiod.xds.AdsService;
import io.meltemi.istiod.xds.ProxyConnection;
import io.meltemi.istiod.xds.ProxyListener;
import io.meltemi.istiod.xds.ProxyRegistry;
import io.meltemi.istiod.xds.SecretSupply;
import io.meltemi.istiod.xds.StreamGuard;
import io.meltemi.it.Await;
import io.meltemi.it.envoy.EnvoyProvider;
import io.meltemi.it.envoy.RunningEnvoy;
import io.meltemi.translator.bootstrap.BootstrapOptions;
import io.meltemi.translator.bootstrap.BootstrapOptions.AdsProtocol;
import io.meltemi.translator.bootstrap.Discovery;
import io.meltemi.translator.bootstrap.EnvoyBootstrap;
import io.meltemi.translator.bootstrap.ProxyNode;
import io.meltemi.translator.proxy.ProxyKind;
import io.meltemi.translator.xds.ModelRevision;
import io.meltemi.translator.xds.ProxySnapshot;
import io.meltemi.translator.xds.ResourceSet;
import io.meltemi.translator.xds.XdsResource;
import io.meltemi.translator.xds.XdsType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** A server of whatever resources a test puts into it, one Envoy, and an application behind it. */
final class AdsAndEnvoy implements ProxyListener, AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  final ProxyRegistry registry = new ProxyRegistry();
  final int listenerPort;
  final int applicationPort;
  final EnvoyAdmin admin;

  private final HttpServer application;
  private final AdsService service;
  private final GrpcDoor server;
  private final RunningEnvoy envoy;
  private final HttpClient client = HttpClient.newHttpClient();

  // Guarded by this.
  private final Map<XdsType, ResourceSet> resources = new ConcurrentHashMap<>();
  private ProxySnapshot newest = ProxySnapshot.EMPTY;

  AdsAndEnvoy(AdsProtocol protocol, Path folder) throws Exception {
    application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    application.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    application.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    application.start();
    applicationPort = application.getAddress().getPort();
    listenerPort = freePort();
    service =
        new AdsService(
            AdsOptions.DEFAULT,
            () -> true,
            this,
            SecretSupply.NONE,
            registry,
            InstantSource.system());
    server =
        GrpcDoor.plaintext(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            DoorLimits.DEFAULT,
            service.behind(StreamGuard.OPEN));
    server.open();
    put(
        HandMade.cluster("first", 0),
        HandMade.endpoints("first", "127.0.0.1", applicationPort),
        HandMade.listener("inbound", listenerPort, "table"),
        HandMade.routes("table", "first", 1));
    EnvoyProvider provider = EnvoyProvider.find();
    envoy = provider.start(EnvoyLaunch.quiet(provider.binary(), bootstrap(protocol), folder));
    admin = envoy.awaitLive(PATIENCE);
    await("a first answer", () -> status() == 204);
    awaitConvergence();
  }

  private io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap bootstrap(AdsProtocol protocol) {
    return EnvoyBootstrap.of(
        new BootstrapOptions(
            ProxyNode.of(ProxyKind.SIDECAR, "a", "default", "127.0.0.1"),
            new Discovery.Plaintext(HostAndPort.fromString(server.address())),
            HostAndPort.fromParts("127.0.0.1", 0),
            protocol,
            ImmutableList.of()));
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** One step of the mesh: some resources replaced or added. */
  void put(XdsResource... changed) {
    change(List.of(changed), Map.of());
  }

  /** One step of the mesh: some resources replaced or added, others gone. */
  synchronized void change(
      Collection<XdsResource> changed, Map<XdsType, ? extends Collection<String>> removed) {
    for (XdsType type : XdsType.values()) {
      resources.merge(
          type,
          ResourceSet.of(changed.stream().filter(each -> each.type() == type).toList()),
          (before, more) -> before.including(more));
      Collection<String> gone = removed.containsKey(type) ? removed.get(type) : List.of();
      resources.computeIfPresent(type, (_, set) -> set.changed(List.of(), gone));
    }
    ModelRevision next = newest.revision().next();
    newest = ProxySnapshot.of(next, resources);
    registry.connected().forEach(connection -> connection.publish(newest));
  }

  @Override
  public synchronized void onConnect(ProxyConnection connection) {
    connection.publish(newest);
  }

  @Override
  public void onDisconnect(ProxyConnection connection) {}

  ProxyConnection connection() {
    return registry.connected().getLast();
  }

  /** Waits until Envoy has answered everything, by ACK or NACK. */
  void awaitConvergence() throws Exception {
    ModelRevision revision;
    synchronized (this) {
      revision = newest.revision();
    }
    await(
        "convergence",
        () -> registry.size() == 1 && connection().ledger().converged().equals(revision));
  }

  void awaitNothingWarms() throws Exception {
    await(
        "warming",
        () ->
            admin.stats("_warming$|warming_clusters$").values().stream()
                .allMatch(count -> count == 0));
  }

  /** What a request through Envoy is answered. */
  int status() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listenerPort + "/")).build();
    return client.send(request, BodyHandlers.discarding()).statusCode();
  }

  static void await(String what, Callable<Boolean> condition) throws Exception {
    Await.until(what, PATIENCE, condition);
  }

  @Override
  public void close() {
    envoy.close();
    try {
      server.shut();
      service.endStreams("the test is over");
      server.close(Duration.ofSeconds(5));
      service.close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    application.stop(0);
    client.close();
  }
}
