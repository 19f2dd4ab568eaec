package io.meltemi.it.load;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.meltemi.translator.xds.XdsType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * All simulated proxies of a load test, each on a connection of its own, and what they saw when.
 */
final class LoadFleet implements AutoCloseable {

  /** What was received since the last {@link #takeTraffic()}. */
  record Traffic(long messages, long resources, long bytes) {}

  private final String host;
  private final int port;
  private final List<LoadProxy> proxies = new ArrayList<>();
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final AtomicLong messages = new AtomicLong();
  private final AtomicLong resources = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicReference<@Nullable Round> round = new AtomicReference<>();
  private volatile boolean closing;

  LoadFleet(String host, int port, LoadMesh mesh, int count) {
    this.host = host;
    this.port = port;
    for (int i = 0; i < count; i++) {
      proxies.add(new LoadProxy(this, mesh, i));
    }
  }

  int size() {
    return proxies.size();
  }

  /** Connects all proxies at once; gives the milliseconds until each was complete. */
  List<Double> connect(Duration limit) throws InterruptedException {
    Round started = begin(new Round(proxies.size(), null, new byte[0]));
    closing = false;
    proxies.forEach(proxy -> proxy.connect(channel()));
    return started.await(limit);
  }

  /** Connects all proxies at once, each telling what it has. */
  void reconnect() {
    closing = false;
    proxies.forEach(proxy -> proxy.reconnect(channel()));
  }

  private ManagedChannel channel() {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(host, port)
            .usePlaintext()
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .flowControlWindow(1 << 20)
            .build();
    channels.add(channel);
    return channel;
  }

  /** Drops every stream and connection. */
  void disconnect() {
    closing = true;
    proxies.forEach(LoadProxy::disconnect);
    channels.forEach(ManagedChannel::shutdownNow);
    channels.clear();
  }

  /** Starts waiting for an answer of a type that holds some bytes, in every proxy. */
  Round expect(XdsType type, byte[] marker) {
    return begin(new Round(proxies.size(), type, marker));
  }

  Traffic takeTraffic() {
    return new Traffic(messages.getAndSet(0), resources.getAndSet(0), bytes.getAndSet(0));
  }

  void received(LoadProxy proxy, XdsType type, ByteString message, int count) {
    messages.incrementAndGet();
    resources.addAndGet(count);
    bytes.addAndGet(message.size());
    Round waiting = round.get();
    if (waiting != null
        && waiting.type == type
        && Wire.contains(message.toByteArray(), waiting.marker)) {
      waiting.arrived(proxy);
    }
  }

  void completed(LoadProxy proxy) {
    Round waiting = round.get();
    if (waiting != null && waiting.type == null) {
      waiting.arrived(proxy);
    }
  }

  void closed(LoadProxy proxy, Status status) {
    // CANCELLED is our own doing: it is how a proxy lets go of its stream.
    if (!closing && status.getCode() != Status.Code.CANCELLED) {
      System.err.println("a stream ended: " + status + " (" + proxy.hashCode() + ")");
    }
  }

  @Override
  public void close() {
    disconnect();
  }

  private Round begin(Round next) {
    round.set(next);
    return next;
  }

  /** One thing that every proxy is to see, and when each did. */
  static final class Round {
    private final @Nullable XdsType type;
    private final byte[] marker;
    private final long begin = System.nanoTime();
    private final Map<LoadProxy, Double> delays = new ConcurrentHashMap<>();
    private final CountDownLatch missing;

    Round(int proxies, @Nullable XdsType type, byte[] marker) {
      this.missing = new CountDownLatch(proxies);
      this.type = type;
      this.marker = marker;
    }

    void arrived(LoadProxy proxy) {
      if (delays.putIfAbsent(proxy, (System.nanoTime() - begin) / 1e6) == null) {
        missing.countDown();
      }
    }

    /** Milliseconds per proxy since the round began. */
    List<Double> await(Duration limit) throws InterruptedException {
      if (!missing.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            missing.getCount() + " proxies did not get there in " + limit);
      }
      return List.copyOf(delays.values());
    }
  }
}
