package io.meltemi.istiod.xds;

import com.google.common.collect.ImmutableList;
import io.meltemi.ca.SpiffeId;
import io.meltemi.translator.xds.ProxySnapshot;
import io.meltemi.translator.xds.ResourceSet;
import io.meltemi.translator.xds.XdsType;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is said on one stream: what the proxy asked for, was sent and answered, and what it should
 * have. {@link #advance} sends what there is to send while the transport takes it, and is called
 * again when a request or a snapshot comes, when the transport takes more, and when patience with a
 * missing ACK runs out.
 *
 * <p>Guarded by the stream's lock, which every caller holds.
 */
final class Conversation {

  private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

  /** The stream underneath. */
  interface Line extends SendBudget.Taker {

    long id();

    /** Whether the transport takes more now. */
    boolean isReady();

    void send(AdsResponse response);

    /** Calls {@link Conversation#patienceRanOut} under the lock. */
    void wakeUp();

    void sent(Delivery delivery);

    /** Who the proxy is, verified. */
    Optional<SpiffeId> caller();

    NodeInfo node();

    /** Calls {@link Conversation#take(ResourceSet)} under the lock. */
    void secretsCame(ResourceSet secrets);

    void acked(Outstanding.Sent sent);

    void nacked(Rejection rejection);
  }

  private final Dialect dialect;
  private final AdsContext context;
  private final Line line;
  private final Ledger ledger = new Ledger();
  private final Subscriptions subscriptions;
  private final PushOrder order;
  private final OwnSecrets own;

  /** What was published, and what it is with the stream's own secrets. */
  private @Nullable ProxySnapshot published;

  private @Nullable ProxySnapshot goal;

  /** Taken from the order, but its turn in the budget has not come. */
  private PushOrder.@Nullable Step waiting;

  private long responses;
  private boolean wakeUpPlanned;

  Conversation(Dialect dialect, AdsContext context, Line line) {
    this.dialect = dialect;
    this.context = context;
    this.line = line;
    this.subscriptions = new Subscriptions(dialect, context.transitions());
    this.own = new OwnSecrets(context.secrets(), line::secretsCame);
    this.order =
        new PushOrder(
            subscriptions,
            context.transitions(),
            dialect,
            context.options().ackPatience().toNanos(),
            own::areAwaited);
  }

  Ledger ledger() {
    return ledger;
  }

  /** How many names the proxy has asked for. */
  int nameCount() {
    return subscriptions.nameCount();
  }

  ImmutableList<XdsType> watchedTypes() {
    return subscriptions.all().stream()
        .filter(each -> each.active)
        .map(each -> each.type)
        .collect(ImmutableList.toImmutableList());
  }

  ImmutableList<String> watchedNames(XdsType type) {
    return ImmutableList.sortedCopyOf(subscriptions.of(type).names.names());
  }

  void publish(ProxySnapshot snapshot) {
    published = snapshot;
    aim();
  }

  /** The stream's own secrets have come, or come anew. */
  void take(ResourceSet secrets) {
    own.take(secrets);
    aim();
  }

  boolean takesRoots() {
    return subscriptions.of(XdsType.SECRET).wants(SecretSupply.ROOTS);
  }

  /** Whether the proxy asks for no roots, or has taken those of that version. */
  boolean trusts(String rootsVersion) {
    if (!takesRoots()) {
      return true;
    }
    Subscription secrets = subscriptions.of(XdsType.SECRET);
    if (goal == null) {
      return false;
    }
    ResourceSet wanted = goal.resources(XdsType.SECRET);
    return secrets.isSettled(wanted)
        && !ledger.entry(XdsType.SECRET).rejections().containsKey(SecretSupply.ROOTS)
        && wanted
            .get(SecretSupply.ROOTS)
            .filter(roots -> roots.version().equals(rootsVersion))
            .isPresent();
  }

  private void aim() {
    if (published != null) {
      goal = own.join(published, line.caller().isPresent());
      ledger.retain(goal);
      advance();
    }
  }

  void take(XdsType type, Inbound.Request request) {
    Subscription subscription = subscriptions.of(type);
    if (!request.nonce().isEmpty()) {
      subscription
          .outstanding
          .settle(request.nonce())
          .ifPresent(sent -> answered(subscription, sent, request.error()));
    }
    if (type == XdsType.SECRET) {
      own.asked(request, line.caller(), line.node());
    }
    if (!subscription.isStale(request)) {
      subscription.accept(request);
    }
    advance();
  }

  /** What an ACK or a NACK means for the books. */
  private void answered(Subscription subscription, Outstanding.Sent sent, Optional<String> error) {
    Instant now = context.clock().instant();
    if (error.isEmpty()) {
      ledger.acked(sent.delivery(), sent.batch(), now);
      line.acked(sent);
      return;
    }
    Rejection rejection = NackReader.read(sent, error.get(), now);
    boolean isolating = subscription.isolate(sent.batch(), rejection.resourceNames());
    if (isolating && rejection.resourceNames().isEmpty()) {
      LOG.debug("stream {} refuses one of many: {}", line.id(), rejection.error());
      return; // the answers to its parts will tell which
    }
    ledger.rejected(rejection);
    line.nacked(rejection);
  }

  void advance() {
    ProxySnapshot snapshot = goal;
    while (snapshot != null && line.isReady()) {
      Optional<PushOrder.Step> step = nextStep(snapshot);
      if (step.isEmpty()) {
        settle(snapshot);
        return;
      }
      if (!context.budget().take(line, step.get().batch().bytes(dialect))) {
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

  private void settle(ProxySnapshot snapshot) {
    if (subscriptions.areSettled(snapshot)) {
      ledger.converged(snapshot.revision());
    } else if (subscriptions.lack(snapshot)) {
      planWakeUp();
    }
  }

  private void send(PushOrder.Step step, ProxySnapshot snapshot) {
    Subscription subscription = step.subscription();
    Batch batch = step.batch();
    Delivery delivery =
        new Delivery(
            subscription.type,
            snapshot.revision(),
            dialect.version(subscription.sent, snapshot.revision()),
            Long.toHexString(line.id()) + "." + Long.toHexString(++responses),
            batch.resources().size(),
            batch.removed().size(),
            context.clock().instant());
    subscription.outstanding.add(new Outstanding.Sent(delivery, batch, System.nanoTime()));
    ledger.sent(delivery);
    line.sent(delivery);
    line.send(new AdsResponse(dialect, context.sender(), delivery, batch));
  }

  /** Something waits for an ACK: look again when patience has run out. */
  private void planWakeUp() {
    long wait = order.nanosToWait(System.nanoTime());
    if (wait > 0 && !wakeUpPlanned) {
      wakeUpPlanned = true;
      var _ = context.timer().schedule(line::wakeUp, wait, TimeUnit.NANOSECONDS);
    }
  }

  void patienceRanOut() {
    wakeUpPlanned = false;
    advance();
  }

  /** The stream is over: lets go of what it would have been sent. */
  void end() {
    goal = null;
    published = null;
    own.end();
    waiting = null;
    context.budget().gone(line);
  }
}
