package io.meltemi.istiod.xds;

import io.envoyproxy.envoy.config.core.v3.ControlPlane;
import io.grpc.ServerServiceDefinition;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Serves ADS, delta and state of the world, through as many doors as there are.
 *
 * <p>Until {@code synced} says true, every stream is refused with UNAVAILABLE, and the proxy keeps
 * what it has and tries again.
 *
 * <p>Requests are handled on the network threads: it is little work, and with one core every
 * hand-over between threads costs more than it does.
 */
public final class AdsService implements AutoCloseable {

  private final ProxyRegistry registry;
  private final ScheduledExecutorService timer;
  private final AdsContext context;

  /** One of which nothing can be asked. */
  public AdsService(
      AdsOptions options,
      BooleanSupplier synced,
      ProxyListener listener,
      SecretSupply secrets,
      ProxyRegistry registry,
      InstantSource clock) {
    this(options, synced, listener, secrets, Inquiries.NONE, registry, clock);
  }

  /**
   * @param secrets where proxies that are known get their own certificates
   * @param inquiries what tools may ask
   */
  public AdsService(
      AdsOptions options,
      BooleanSupplier synced,
      ProxyListener listener,
      SecretSupply secrets,
      Inquiries inquiries,
      ProxyRegistry registry,
      InstantSource clock) {
    this.registry = registry;
    this.timer = timer();
    this.context =
        new AdsContext(
            options,
            ControlPlane.newBuilder().setIdentifier(options.identifier()).build(),
            synced,
            listener,
            secrets,
            inquiries,
            registry,
            clock,
            new Transitions(),
            new SendBudget(SendBudget.Limits.DEFAULT, timer),
            timer,
            new AtomicLong());
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

  /** What a door serves whose callers are looked at by {@code guard}. */
  public ServerServiceDefinition behind(StreamGuard guard) {
    return AdsMethods.service(
        (call, headers) -> AdsStream.open(Dialect.DELTA, call, headers, guard, context),
        (call, headers) ->
            AdsStream.open(Dialect.STATE_OF_THE_WORLD, call, headers, guard, context));
  }

  /** Ends all streams, so that proxies go elsewhere. */
  public void endStreams(String reason) {
    registry.connected().forEach(connection -> connection.close(reason));
  }

  /** After the last stream has ended. */
  @Override
  public void close() {
    timer.shutdownNow();
  }
}
