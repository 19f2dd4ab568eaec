package io.meltemi.istiod.xds;

import com.google.common.collect.ImmutableList;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.meltemi.ca.SpiffeId;
import io.meltemi.translator.xds.ProxySnapshot;
import io.meltemi.translator.xds.ResourceSet;
import io.meltemi.translator.xds.XdsType;
import java.net.SocketAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One ADS stream of either dialect, as gRPC sees it and as the rest of istiod sees it: who is at
 * the other end, when it comes and goes, and how much of it we listen to. What is said is the
 * {@link Conversation}'s with a proxy, and the {@link Inquirer}'s with a tool.
 *
 * <p>Requests come in on its network thread, snapshots from whichever thread publishes, and the
 * timer looks in; the lock makes them one after the other, as gRPC needs it.
 */
final class AdsStream extends ServerCall.Listener<Inbound>
    implements ProxyConnection, Conversation.Line, Inquirer.Line {

  private static final Logger LOG = LoggerFactory.getLogger(AdsStream.class);

  /**
   * The transport takes more when it holds fewer bytes than that of a stream. A quarter of gRPC's
   * own figure, as there are many streams and some of them do not read.
   */
  static final int READY_BYTES = 8 * 1024;

  private final Dialect dialect;
  private final ServerCall<Inbound, Outbound> call;
  private final AdsContext context;
  private final HostAddress host;
  private final long id;
  private final Instant connectedAt;
  private final Inquirer inquirer;
  private final Object lock = new Object();

  /** Set once by the first request, before anybody else can see this connection. */
  private volatile @Nullable NodeInfo node;

  /** Set once by the first request that asks for configuration; tools never send one. */
  private volatile boolean connected;

  /** Set once by the guard, before the first request is read. */
  private volatile Optional<SpiffeId> caller = Optional.empty();

  // Guarded by lock.
  private final Conversation conversation;
  private boolean closed;
  private boolean disconnected;
  private boolean readsPaused;
  private @Nullable Future<?> silence;

  private AdsStream(Dialect dialect, ServerCall<Inbound, Outbound> call, AdsContext context) {
    this.dialect = dialect;
    this.call = call;
    this.context = context;
    this.host = HostAddress.of(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
    this.id = context.streams().incrementAndGet();
    this.connectedAt = context.clock().instant();
    this.conversation = new Conversation(dialect, context, this);
    this.inquirer = new Inquirer(dialect, context, this);
  }

  static ServerCall.Listener<Inbound> open(
      Dialect dialect,
      ServerCall<Inbound, Outbound> call,
      Metadata headers,
      StreamGuard guard,
      AdsContext context) {
    AdsStream stream = new AdsStream(dialect, call, context);
    if (context.synced().getAsBoolean()) {
      guard.examine(call, headers, stream::ruled);
    } else {
      stream.end(Status.UNAVAILABLE, "the sources have not synced yet");
    }
    return stream;
  }

  /** Nothing is read from a stream before the guard has let it in. */
  private void ruled(StreamGuard.Ruling ruling) {
    switch (ruling) {
      case StreamGuard.Ruling.Refused(Status status) -> refuse(status);
      case StreamGuard.Ruling.Admitted(Optional<SpiffeId> verified) -> {
        synchronized (lock) {
          if (!closed) {
            caller = verified;
            call.setOnReadyThreshold(READY_BYTES);
            call.sendHeaders(new Metadata());
            call.request(1);
            silence =
                context
                    .timer()
                    .schedule(
                        this::saysNothing,
                        context.options().firstRequestPatience().toMillis(),
                        TimeUnit.MILLISECONDS);
          }
        }
      }
    }
  }

  // ---- from the proxy ----

  @Override
  public void onMessage(Inbound inbound) {
    switch (inbound) {
      case Inbound.Malformed(String reason) ->
          end(Status.INVALID_ARGUMENT, "not a discovery request: " + reason);
      case Inbound.Request request -> {
        if (node == null && !introduce(request)) {
          return;
        }
        if (inquirer.asks(request)) {
          inquirer.take(request);
        } else if (connected || connect()) {
          take(request);
        }
      }
    }
  }

  /** Envoy sends its node in the first request of a stream only, so it is remembered. */
  private boolean introduce(Inbound.Request request) {
    Optional<String> objection =
        request.node().map(NodeInfo::objection).orElse(Optional.of("the node is missing"));
    if (objection.isPresent()) {
      end(Status.INVALID_ARGUMENT, "first request: " + objection.get());
      return false;
    }
    synchronized (lock) {
      if (closed) {
        return false;
      }
      node = request.node().get();
      spoke();
      return true;
    }
  }

  /** From now on it is a proxy's. */
  private boolean connect() {
    synchronized (lock) {
      if (closed) {
        return false;
      }
      connected = true;
      // Under the lock, so that a disconnect can only come after it.
      context.registry().add(this);
      context.listener().onConnect(this);
      return !closed;
    }
  }

  private void saysNothing() {
    if (node == null) {
      end(Status.DEADLINE_EXCEEDED, "no request has come");
    }
  }

  /** There is nothing to wait for any more. */
  private void spoke() {
    if (silence != null) {
      silence.cancel(false);
      silence = null;
    }
  }

  private void take(Inbound.Request request) {
    Optional<XdsType> type = XdsType.parse(request.typeUrl());
    if (type.isEmpty()) {
      LOG.debug("{} asks for {}, which is not served", this, request.typeUrl());
      readOn();
      return;
    }
    boolean tooMany;
    synchronized (lock) {
      if (closed) {
        return;
      }
      conversation.take(type.get(), request);
      tooMany = conversation.nameCount() > context.options().maxNames();
    }
    if (tooMany) {
      end(Status.RESOURCE_EXHAUSTED, "too many resource names");
    } else {
      readOn();
    }
  }

  /** A proxy that does not take our responses is not listened to either: it cannot fill us up. */
  @Override
  public void readOn() {
    synchronized (lock) {
      readsPaused = !isReady();
      if (!readsPaused) {
        call.request(1);
      }
    }
  }

  @Override
  public void onReady() {
    synchronized (lock) {
      if (isReady()) {
        context.budget().drained(this);
        conversation.advance();
      }
      if (readsPaused) {
        readOn();
      }
    }
  }

  @Override
  public void onHalfClose() {
    end(Status.OK, "");
  }

  @Override
  public void onCancel() {
    ended();
  }

  @Override
  public void onComplete() {
    ended();
  }

  // ---- from the rest of istiod ----

  @Override
  public void publish(ProxySnapshot snapshot) {
    synchronized (lock) {
      if (!closed) {
        conversation.publish(snapshot);
      }
    }
  }

  @Override
  public void close(String reason) {
    end(Status.UNAVAILABLE, reason);
  }

  @Override
  public void deny(String reason) {
    end(Status.PERMISSION_DENIED, reason);
  }

  // ---- for the conversation, and from the timer ----

  @Override
  public boolean isReady() {
    return !closed && call.isReady();
  }

  @Override
  public void send(AdsResponse response) {
    call.sendMessage(response);
  }

  @Override
  public void sent(Delivery delivery) {
    context.listener().onSend(this, delivery);
  }

  @Override
  public void secretsCame(ResourceSet secrets) {
    synchronized (lock) {
      if (!closed) {
        conversation.take(secrets);
      }
    }
  }

  @Override
  public void acked(Outstanding.Sent sent) {
    context.listener().onAck(this, sent.delivery(), sent.batch().resources());
  }

  @Override
  public void nacked(Rejection rejection) {
    context.listener().onNack(this, rejection);
  }

  @Override
  public void wakeUp() {
    synchronized (lock) {
      conversation.patienceRanOut();
    }
  }

  @Override
  public HostAddress host() {
    return host;
  }

  @Override
  public void proceed() {
    synchronized (lock) {
      conversation.advance();
    }
  }

  @Override
  public void stuck() {
    end(Status.RESOURCE_EXHAUSTED, "the responses are not read");
  }

  // ---- for the inquirer ----

  @Override
  public void answer(InquiryReply reply) {
    synchronized (lock) {
      if (!closed) {
        call.sendMessage(reply);
      }
    }
  }

  @Override
  public void refuse(Status status) {
    end(status, "");
  }

  // ---- the end ----

  private void end(Status status, String reason) {
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
      call.close(reason.isEmpty() ? status : status.withDescription(reason), new Metadata());
    }
    ended();
  }

  private void ended() {
    boolean wasConnected;
    synchronized (lock) {
      wasConnected = connected && !disconnected;
      closed = true;
      disconnected = true;
      spoke();
      conversation.end();
    }
    if (wasConnected) {
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
  public Optional<SpiffeId> caller() {
    return caller;
  }

  @Override
  public boolean trusts(String rootsVersion) {
    synchronized (lock) {
      return closed || conversation.trusts(rootsVersion);
    }
  }

  @Override
  public boolean takesRoots() {
    synchronized (lock) {
      return conversation.takesRoots();
    }
  }

  @Override
  public ImmutableList<XdsType> watchedTypes() {
    synchronized (lock) {
      return conversation.watchedTypes();
    }
  }

  @Override
  public ImmutableList<String> watchedNames(XdsType type) {
    synchronized (lock) {
      return conversation.watchedNames(type);
    }
  }

  @Override
  public boolean isDelta() {
    return dialect.isDelta();
  }

  @Override
  public String peer() {
    SocketAddress address = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    return address == null ? "unknown" : address.toString().replaceFirst("^/", "");
  }

  @Override
  public Instant connectedAt() {
    return connectedAt;
  }

  @Override
  public Ledger ledger() {
    return conversation.ledger();
  }

  @Override
  public String toString() {
    NodeInfo known = node;
    return "stream " + id + (known == null ? "" : " of " + known.id());
  }
}
