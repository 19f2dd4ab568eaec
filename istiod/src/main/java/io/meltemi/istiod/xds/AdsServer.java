package io.meltemi.istiod.xds;

import io.envoyproxy.envoy.config.core.v3.ControlPlane;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Serves ADS, delta and state of the world, in plaintext.
 *
 * <p>Constructed first and started later. Until {@code synced} says true, every stream is refused
 * with UNAVAILABLE, and the proxy keeps what it has and tries again.
 *
 * <p>Requests are handled on the network threads: it is little work, and with one core every
 * hand-over between threads costs more than it does.
 */
public final class AdsServer {

  private static final int MAX_METADATA = 32 * 1024;

  /**
   * Resets by the client in a window of seconds, beyond which the connection goes (CVE-2023-44487).
   */
  private static final int MAX_RESETS = 200;

  private static final int RESET_WINDOW_SECONDS = 10;

  /** Enough for the largest list of names in one go; bounds what a client can make us hold. */
  private static final int INBOUND_WINDOW = 1024 * 1024;

  private static final int MAX_STREAMS_PER_CONNECTION = 100;

  private final AdsOptions options;
  private final ProxyRegistry registry;
  private final ScheduledExecutorService timer;
  private final Server server;

  public AdsServer(
      AdsOptions options,
      BooleanSupplier synced,
      ProxyListener listener,
      ProxyRegistry registry,
      InstantSource clock) {
    this.options = options;
    this.registry = registry;
    this.timer = timer();
    AdsContext context =
        new AdsContext(
            options,
            ControlPlane.newBuilder().setIdentifier(options.identifier()).build(),
            synced,
            listener,
            registry,
            clock,
            new Transitions(),
            new SendBudget(SendBudget.DEFAULT_LIMIT, timer),
            timer,
            new AtomicLong());
    this.server =
        NettyServerBuilder.forAddress(new InetSocketAddress(options.host(), options.port()))
            .directExecutor()
            .maxInboundMessageSize(options.maxRequestBytes())
            .maxInboundMetadataSize(MAX_METADATA)
            .maxConcurrentCallsPerConnection(MAX_STREAMS_PER_CONNECTION)
            .maxRstFramesPerWindow(MAX_RESETS, RESET_WINDOW_SECONDS)
            .initialFlowControlWindow(INBOUND_WINDOW)
            .flowControlWindow(INBOUND_WINDOW)
            .keepAliveTime(30, TimeUnit.SECONDS)
            .keepAliveTimeout(10, TimeUnit.SECONDS)
            .permitKeepAliveTime(5, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .addService(
                AdsMethods.service(
                    (call, _) -> AdsStream.open(Dialect.DELTA, call, context),
                    (call, _) -> AdsStream.open(Dialect.STATE_OF_THE_WORLD, call, context)))
            .build();
  }

  private static ScheduledExecutorService timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("ads-timer").factory());
    timer.setRemoveOnCancelPolicy(true);
    // Streams that end while the server stops still cancel and plan.
    timer.setRejectedExecutionHandler((_, _) -> {});
    return timer;
  }

  /** Binds and listens. */
  public void start() throws IOException {
    server.start();
  }

  /** The port that is listened on, also where a free one was asked for. */
  public int port() {
    return server.getPort();
  }

  /** {@code host:port}. */
  public String address() {
    return options.host() + ":" + port();
  }

  /** Refuses new streams, ends the others so that proxies go elsewhere, and lets go of the port. */
  public void stop(Duration grace) throws InterruptedException {
    server.shutdown();
    registry.connected().forEach(connection -> connection.close("istiod is stopping"));
    if (!server.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
      server.shutdownNow();
      server.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS);
    }
    timer.shutdownNow();
  }
}
