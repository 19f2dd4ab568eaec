package io.meltemi.istiod.xds;

import io.meltemi.istiod.door.DoorLimits;
import io.meltemi.istiod.door.GrpcDoor;
import io.meltemi.istiod.xds.testing.DeltaXdsClient;
import io.meltemi.istiod.xds.testing.Dial;
import io.meltemi.istiod.xds.testing.SotwXdsClient;
import io.meltemi.istiod.xds.testing.TestNodes;
import io.meltemi.istiod.xds.testing.XdsClient;
import io.meltemi.translator.xds.ProxySnapshot;
import io.meltemi.translator.xds.XdsType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A server whose every proxy gets the same, newest snapshot, and clients of it. */
final class AdsFixture implements AutoCloseable, ProxyListener {

  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  final ProxyRegistry registry = new ProxyRegistry();
  final List<String> events = new CopyOnWriteArrayList<>();
  final List<Rejection> rejections = new CopyOnWriteArrayList<>();
  final List<ProxyConnection> connections = new CopyOnWriteArrayList<>();
  final AdsService service;
  final GrpcDoor server;

  private final List<XdsClient> clients = new ArrayList<>();
  private @Nullable ProxySnapshot newest;
  volatile boolean synced = true;

  /** Nobody's patience runs out, however long a machine takes for a test. */
  AdsFixture() {
    this(AdsOptions.DEFAULT.withAckPatience(Duration.ofMinutes(5)));
  }

  AdsFixture(AdsOptions options) {
    service =
        new AdsService(
            options, () -> synced, this, SecretSupply.NONE, registry, InstantSource.fixed(NOW));
    server =
        GrpcDoor.plaintext(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            DoorLimits.DEFAULT,
            service.behind(StreamGuard.OPEN));
    try {
      server.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized void publish(ProxySnapshot snapshot) {
    newest = snapshot;
    connections.forEach(connection -> connection.publish(snapshot));
  }

  @Override
  public synchronized void onConnect(ProxyConnection connection) {
    events.add("connect " + connection.node().id());
    connections.add(connection);
    if (newest != null) {
      connection.publish(newest);
    }
  }

  @Override
  public synchronized void onDisconnect(ProxyConnection connection) {
    events.add("disconnect " + connection.node().id());
    connections.remove(connection);
  }

  @Override
  public void onNack(ProxyConnection connection, Rejection rejection) {
    rejections.add(rejection);
  }

  DeltaXdsClient delta() {
    return remember(
        XdsClient.delta(server.address(), TestNodes.sidecar("default", "a", "10.0.0.1")));
  }

  /** On a loopback address of its own. */
  DeltaXdsClient deltaFrom(String address) {
    return remember(
        XdsClient.delta(
            Dial.plaintext(server.address()).from(address),
            TestNodes.sidecar("default", "c", "10.0.0.3")));
  }

  SotwXdsClient stateOfTheWorld() {
    return remember(
        XdsClient.stateOfTheWorld(server.address(), TestNodes.sidecar("default", "b", "10.0.0.2")));
  }

  private <C extends XdsClient> C remember(C client) {
    clients.add(client);
    return client;
  }

  /** How many streams have been sent something of a type. */
  long sent(XdsType type) {
    return connections.stream()
        .filter(each -> each.ledger().entry(type).sent().isPresent())
        .count();
  }

  /** The server's side of the only client. */
  ProxyConnection connection() {
    return connections.getFirst();
  }

  /** All clients so far. */
  List<XdsClient> clients() {
    return List.copyOf(clients);
  }

  @Override
  public void close() {
    close(clients);
  }

  /** Closes some clients and then the server. */
  void close(List<XdsClient> first) {
    first.forEach(XdsClient::close);
    try {
      server.shut();
      service.endStreams("the test is over");
      server.close(Duration.ofSeconds(5));
      service.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
