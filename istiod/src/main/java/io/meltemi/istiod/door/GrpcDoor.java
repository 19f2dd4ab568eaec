package io.meltemi.istiod.door;

import com.google.common.collect.ImmutableList;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One port where gRPC is served, within bounds. Constructed first and opened later. */
public final class GrpcDoor {

  /** How long streams may go on after their connection's age was reached. */
  private static final Duration AGE_GRACE = Duration.ofSeconds(10);

  private final InetSocketAddress address;
  private final Server server;
  private final ConnectionGate gate;

  private GrpcDoor(InetSocketAddress address, Server server, ConnectionGate gate) {
    this.address = address;
    this.server = server;
    this.gate = gate;
  }

  /** Without TLS: who connects is anybody, and one address has so many calls at a time. */
  public static GrpcDoor plaintext(
      InetSocketAddress address, DoorLimits limits, ServerServiceDefinition... services) {
    ConnectionGate gate = gate(limits);
    return new GrpcDoor(address, builder(address, limits, gate, services).build(), gate);
  }

  /** Over TLS. */
  public static GrpcDoor secure(
      InetSocketAddress address,
      DoorLimits limits,
      DoorTls tls,
      ServerServiceDefinition... services) {
    ConnectionGate gate = gate(limits);
    return new GrpcDoor(
        address, builder(address, limits, gate, services).sslContext(tls.context()).build(), gate);
  }

  private static ConnectionGate gate(DoorLimits limits) {
    return new ConnectionGate(limits.strangers());
  }

  private static NettyServerBuilder builder(
      InetSocketAddress address,
      DoorLimits limits,
      ConnectionGate gate,
      ServerServiceDefinition... services) {
    Reception reception = new Reception(gate, limits.strangers());
    return NettyServerBuilder.forAddress(address)
        .channelFactory(DoorLoops.listening(gate))
        .bossEventLoopGroup(DoorLoops.boss())
        .workerEventLoopGroup(DoorLoops.workers())
        .addTransportFilter(reception)
        .intercept(reception)
        .directExecutor()
        .maxInboundMessageSize(limits.maxMessageBytes())
        .maxInboundMetadataSize(limits.maxMetadataBytes())
        .maxConcurrentCallsPerConnection(limits.maxStreams())
        .maxRstFramesPerWindow(limits.maxResets(), (int) limits.resetWindow().toSeconds())
        .initialFlowControlWindow(limits.window())
        .flowControlWindow(limits.window())
        .handshakeTimeout(limits.handshake().toMillis(), TimeUnit.MILLISECONDS)
        .maxConnectionIdle(limits.maxIdle().toMillis(), TimeUnit.MILLISECONDS)
        .maxConnectionAge(limits.maxAge().toMillis(), TimeUnit.MILLISECONDS)
        .maxConnectionAgeGrace(AGE_GRACE.toMillis(), TimeUnit.MILLISECONDS)
        .keepAliveTime(30, TimeUnit.SECONDS)
        .keepAliveTimeout(10, TimeUnit.SECONDS)
        .permitKeepAliveTime(5, TimeUnit.SECONDS)
        .permitKeepAliveWithoutCalls(true)
        .addServices(ImmutableList.copyOf(services));
  }

  /** Binds and listens. */
  public void open() throws IOException {
    server.start();
  }

  /** The port that is listened on, also where a free one was asked for. */
  public int port() {
    return server.getPort();
  }

  /** {@code host:port}. */
  public String address() {
    return address.getAddress().getHostAddress() + ":" + port();
  }

  /** Connections at the moment. */
  public int connections() {
    return gate.connections();
  }

  /** Those of them on which nothing has been granted yet. */
  public int strangers() {
    return gate.strangers();
  }

  /** Connections that were turned away at the gate, so far. */
  public long turnedAway() {
    return gate.turnedAway();
  }

  /** Lets nobody in any more. Streams that are in go on. */
  public void shut() {
    server.shutdown();
  }

  /** Waits for the streams to end, then cuts them, and lets go of the port. */
  public void close(Duration grace) throws InterruptedException {
    server.shutdown();
    if (!server.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
      server.shutdownNow();
      server.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
