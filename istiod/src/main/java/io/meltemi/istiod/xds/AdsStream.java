package io.meltemi.istiod.xds;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.meltemi.translator.xds.ProxySnapshot;
import io.meltemi.translator.xds.XdsType;
import java.net.SocketAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One ADS stream of either dialect. Requests come in on its network thread, snapshots from
 * whichever thread publishes; {@link #advance} sends what there is to send while the transport
 * takes it, and is called again when it takes more.
 */
final class AdsStream extends ServerCall.Listener<Inbound>
    implements ProxyConnection, SendBudget.Taker {

  private static final Logger LOG = LoggerFactory.getLogger(AdsStream.class);

  private final Dialect dialect;
  private final ServerCall<Inbound, AdsResponse> call;
  private final AdsContext context;
  private final long id;
  private final Instant connectedAt;
  private final Ledger ledger = new Ledger();
  private final Object lock = new Object();

  // Set once by the first request, before anybody else can see this connection.
  private volatile @Nullable NodeInfo node;

  // Guarded by lock.
  private final Subscriptions subscriptions;
  private final PushOrder order;
  private @Nullable ProxySnapshot goal;
  private long responses;
  private boolean closed;
  private boolean readsPaused;
  private boolean wakeUpPlanned;
  private boolean disconnected;
  private PushOrder.@Nullable Step waiting;

  private AdsStream(Dialect dialect, ServerCall<Inbound, AdsResponse> call, AdsContext context) {
    this.dialect = dialect;
    this.call = call;
    this.context = context;
    this.id = context.streams().incrementAndGet();
    this.connectedAt = context.clock().instant();
    this.subscriptions = new Subscriptions(dialect, context.transitions());
    this.order =
        new PushOrder(
            subscriptions,
            context.transitions(),
            dialect,
            context.options().ackPatience().toNanos());
  }

  static ServerCall.Listener<Inbound> open(
      Dialect dialect, ServerCall<Inbound, AdsResponse> call, AdsContext context) {
    AdsStream stream = new AdsStream(dialect, call, context);
    if (context.synced().getAsBoolean()) {
      call.sendHeaders(new Metadata());
      call.request(1);
    } else {
      stream.end(Status.UNAVAILABLE.withDescription("the sources have not synced yet"));
    }
    return stream;
  }

  // ---- from the proxy ----

  @Override
  public void onMessage(Inbound inbound) {
    switch (inbound) {
      case Inbound.Malformed(String reason) ->
          end(Status.INVALID_ARGUMENT.withDescription("not a discovery request: " + reason));
      case Inbound.Request request -> {
        if (node != null || connect(request)) {
          take(request);
        }
      }
    }
  }

  /** Envoy sends its node in the first request of a stream only, so it is remembered. */
  private boolean connect(Inbound.Request request) {
    NodeInfo info = request.node().filter(told -> !told.id().isEmpty()).orElse(null);
    if (info == null) {
      end(
          Status.INVALID_ARGUMENT.withDescription(
              "the first request must tell the node and its id"));
      return false;
    }
    if (info.metadata().getSerializedSize() > NodeInfo.MAX_METADATA_BYTES) {
      end(Status.INVALID_ARGUMENT.withDescription("the node's metadata is too large"));
      return false;
    }
    synchronized (lock) {
      if (closed) {
        return false;
      }
      node = info;
      // Under the lock, so that a disconnect can only come after it.
      context.registry().add(this);
      context.listener().onConnect(this);
    }
    return true;
  }

  private void take(Inbound.Request request) {
    Optional<XdsType> type = XdsType.parse(request.typeUrl());
    if (type.isEmpty()) {
      LOG.debug("{} asks for {}, which is not served", id, request.typeUrl());
      readOn();
      return;
    }
    synchronized (lock) {
      if (closed) {
        return;
      }
      Subscription subscription = subscriptions.of(type.get());
      answered(subscription, request);
      if (!subscription.isStale(request)) {
        subscription.accept(request);
      }
      advance();
    }
    if (subscriptions.nameCount() > context.options().maxNames()) {
      end(Status.RESOURCE_EXHAUSTED.withDescription("too many resource names"));
      return;
    }
    readOn();
  }

  /** What an ACK or NACK means for the books. */
  private void answered(Subscription subscription, Inbound.Request request) {
    if (request.nonce().isEmpty()) {
      return;
    }
    Optional<Outstanding.Sent> settled = subscription.outstanding.settle(request.nonce());
    if (settled.isEmpty()) {
      return;
    }
    Delivery delivery = settled.get().delivery();
    Instant now = context.clock().instant();
    if (request.error().isEmpty()) {
      ledger.acked(delivery, settled.get().batch(), now);
      context.listener().onAck(this, delivery);
    } else {
      refused(
          subscription,
          settled.get().batch(),
          NackReader.read(settled.get(), request.error().get(), now));
    }
  }

  private void refused(Subscription subscription, Batch batch, Rejection rejection) {
    boolean isolating = subscription.isolate(batch, rejection.resourceNames());
    LOG.warn(
        "{} refuses {} {}: {}",
        node().id(),
        subscription.type,
        rejection.resourceNames(),
        rejection.error());
    if (isolating && rejection.resourceNames().isEmpty()) {
      return; // the answers to its parts will tell
    }
    ledger.rejected(rejection);
    context.listener().onNack(this, rejection);
  }

  /** A proxy that does not take our responses is not listened to either: it cannot fill us up. */
  private void readOn() {
    synchronized (lock) {
      if (closed) {
        return;
      }
      readsPaused = !call.isReady();
      if (!readsPaused) {
        call.request(1);
      }
    }
  }

  @Override
  public void onReady() {
    synchronized (lock) {
      if (call.isReady()) {
        context.budget().drained(this);
      }
      advance();
      if (readsPaused && !closed && call.isReady()) {
        readsPaused = false;
        call.request(1);
      }
    }
  }

  @Override
  public void onHalfClose() {
    end(Status.OK);
  }

  @Override
  public void onCancel() {
    ended();
  }

  @Override
  public void onComplete() {
    ended();
  }

  // ---- from the publisher ----

  @Override
  public void publish(ProxySnapshot snapshot) {
    synchronized (lock) {
      if (!closed) {
        goal = snapshot;
        ledger.retain(snapshot);
        advance();
      }
    }
  }

  @Override
  public void close(String reason) {
    end(Status.UNAVAILABLE.withDescription(reason));
  }

  // ---- to the proxy, under the lock ----

  private void advance() {
    ProxySnapshot snapshot = goal;
    if (snapshot == null) {
      return;
    }
    while (!closed && call.isReady()) {
      Optional<PushOrder.Step> step = nextStep(snapshot);
      if (step.isEmpty()) {
        if (subscriptions.areSettled(snapshot)) {
          ledger.converged(snapshot.revision());
        } else if (subscriptions.lack(snapshot)) {
          planWakeUp();
        }
        return;
      }
      if (!context.budget().take(this, step.get().batch().bytes(dialect))) {
        waiting = step.get();
        return;
      }
      send(step.get(), snapshot);
    }
  }

  private Optional<PushOrder.Step> nextStep(ProxySnapshot snapshot) {
    PushOrder.Step first = waiting;
    waiting = null;
    return first == null ? order.next(snapshot, System.nanoTime()) : Optional.of(first);
  }

  @Override
  public void proceed() {
    synchronized (lock) {
      advance();
    }
  }

  @Override
  public void stuck() {
    end(Status.RESOURCE_EXHAUSTED.withDescription("the responses are not read"));
  }

  private void send(PushOrder.Step step, ProxySnapshot snapshot) {
    Subscription subscription = step.subscription();
    Batch batch = step.batch();
    Delivery delivery =
        new Delivery(
            subscription.type,
            snapshot.revision(),
            dialect.version(subscription.sent, snapshot.revision()),
            Long.toHexString(id) + "." + Long.toHexString(++responses),
            batch.resources().size(),
            batch.removed().size(),
            context.clock().instant());
    subscription.outstanding.add(new Outstanding.Sent(delivery, batch, System.nanoTime()));
    ledger.sent(delivery);
    call.sendMessage(new AdsResponse(dialect, context.sender(), delivery, batch));
  }

  /** Something waits for an ACK: look again when patience has run out. */
  private void planWakeUp() {
    long wait = order.nanosToWait(System.nanoTime());
    if (wait <= 0 || wakeUpPlanned) {
      return;
    }
    wakeUpPlanned = true;
    var _ = context.timer().schedule(this::wakeUp, wait, TimeUnit.NANOSECONDS);
  }

  private void wakeUp() {
    synchronized (lock) {
      wakeUpPlanned = false;
      if (!closed) {
        advance();
      }
    }
  }

  private void end(Status status) {
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
      call.close(status, new Metadata());
    }
    ended();
  }

  private void ended() {
    boolean connected;
    synchronized (lock) {
      closed = true;
      connected = node != null && !disconnected;
      disconnected = true;
      goal = null;
      waiting = null;
      context.budget().gone(this);
    }
    if (connected) {
      context.registry().remove(this);
      context.listener().onDisconnect(this);
    }
  }

  // ---- what it is ----

  @Override
  public long id() {
    return id;
  }

  @Override
  public NodeInfo node() {
    NodeInfo known = node;
    if (known == null) {
      throw new IllegalStateException("the stream has not told its node yet");
    }
    return known;
  }

  @Override
  public boolean isDelta() {
    return dialect.isDelta();
  }

  @Override
  public String peer() {
    Attributes attributes = call.getAttributes();
    SocketAddress address = attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    return address == null ? "unknown" : address.toString().replaceFirst("^/", "");
  }

  @Override
  public Instant connectedAt() {
    return connectedAt;
  }

  @Override
  public Ledger ledger() {
    return ledger;
  }

  @Override
  public String toString() {
    NodeInfo known = node;
    return "stream " + id + (known == null ? "" : " of " + known.id());
  }
}
