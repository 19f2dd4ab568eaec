package io.meltemi.istiod.xds;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.xds.ProxySnapshot;
import io.meltemi.translator.xds.ResourceSet;
import io.meltemi.translator.xds.XdsResource;
import io.meltemi.translator.xds.XdsType;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What one stream sends next on the way to a snapshot: make before break.
 *
 * <ol>
 *   <li>clusters that are new or changed, with their endpoints; those that go stay for now;
 *   <li>listeners, routes and secrets, once new clusters are ACKed: Envoy subscribes to the
 *       endpoints of a new cluster before it ACKs, and those were sent before its ACK was read, so
 *       no route leads to a cluster that is not there yet;
 *   <li>the removal of clusters and their endpoints, once the listeners and routes that no longer
 *       use them are ACKed.
 * </ol>
 *
 * Both waits end when patience runs out. Endpoints never wait. Secrets wait only until the proxy's
 * own are made. Guarded by the stream's lock.
 */
final class PushOrder {

  /** Types that come name by name may come in parts; Envoy takes the first LDS or CDS for all. */
  private static final int MAX_PART_BYTES = 512 * 1024;

  record Step(Subscription subscription, Batch batch) {}

  private final Subscriptions subscriptions;
  private final Transitions transitions;
  private final Dialect dialect;
  private final long patienceNanos;
  private final BooleanSupplier secretsAwaited;

  PushOrder(
      Subscriptions subscriptions,
      Transitions transitions,
      Dialect dialect,
      long patienceNanos,
      BooleanSupplier secretsAwaited) {
    this.subscriptions = subscriptions;
    this.transitions = transitions;
    this.dialect = dialect;
    this.patienceNanos = patienceNanos;
    this.secretsAwaited = secretsAwaited;
  }

  Optional<Step> next(ProxySnapshot snapshot, long now) {
    while (true) {
      boolean mayRemove = mayRemove(snapshot, now);
      for (Subscription subscription : subscriptions.all()) {
        if (subscription.active && !waits(subscription.type, now)) {
          Optional<Batch> batch = subscription.next(goal(subscription.type, snapshot, mayRemove));
          if (batch.isPresent()) {
            return Optional.of(step(subscription, batch.get()));
          }
        }
      }
      // Differences that concern nothing subscribed may just have been passed over.
      if (mayRemove || !mayRemove(snapshot, now)) {
        return Optional.empty();
      }
    }
  }

  /** Until the next wait runs out; 0 if nothing waits. */
  long nanosToWait(long now) {
    long longest = 0;
    for (XdsType type : List.of(XdsType.CLUSTER, XdsType.LISTENER, XdsType.ROUTE)) {
      long left =
          of(type).outstanding.youngest(false).map(at -> at + patienceNanos - now).orElse(0L);
      longest = Math.max(longest, left);
    }
    return longest;
  }

  private Step step(Subscription subscription, Batch batch) {
    if (subscription.type == XdsType.CLUSTER) {
      of(XdsType.ENDPOINT).oweChildrenOf(batch.changed());
    }
    return new Step(subscription, firstPart(subscription, batch));
  }

  private ResourceSet goal(XdsType type, ProxySnapshot snapshot, boolean mayRemove) {
    ResourceSet all = snapshot.resources(type);
    return switch (type) {
      case CLUSTER -> mayRemove ? all : transitions.union(of(type).sent, all);
      case ENDPOINT -> clustersAreGone(snapshot) ? all : transitions.union(of(type).sent, all);
      case LISTENER, ROUTE, SECRET -> all;
    };
  }

  private boolean clustersAreGone(ProxySnapshot snapshot) {
    Subscription clusters = of(XdsType.CLUSTER);
    return !clusters.active
        || transitions
            .between(clusters.sent, snapshot.resources(XdsType.CLUSTER))
            .removed()
            .isEmpty();
  }

  private boolean mayRemove(ProxySnapshot snapshot, long now) {
    return isDone(XdsType.LISTENER, snapshot, now) && isDone(XdsType.ROUTE, snapshot, now);
  }

  private boolean isDone(XdsType type, ProxySnapshot snapshot, long now) {
    Subscription subscription = of(type);
    return !subscription.differs(snapshot.resources(type))
        && hasRunOut(subscription.outstanding.youngest(false), now);
  }

  private boolean waits(XdsType type, long now) {
    return switch (type) {
      case CLUSTER, ENDPOINT -> false;
      case SECRET -> secretsAwaited.getAsBoolean();
      case LISTENER, ROUTE -> !hasRunOut(of(XdsType.CLUSTER).outstanding.youngest(true), now);
    };
  }

  private boolean hasRunOut(Optional<Long> sentAt, long now) {
    return sentAt.isEmpty() || now - sentAt.get() >= patienceNanos;
  }

  /** The batch, or its first part; the other parts go to the subscription's backlog. */
  private Batch firstPart(Subscription subscription, Batch batch) {
    if (subscription.type.isWildcard() || !subscription.backlog.isEmpty()) {
      return batch;
    }
    ImmutableList.Builder<XdsResource> part = ImmutableList.builder();
    ImmutableList.Builder<Batch> parts = ImmutableList.builder();
    int bytes = 0;
    for (XdsResource resource : batch.resources()) {
      int size = AdsResponse.sizeIn(dialect, resource);
      if (bytes > 0 && bytes + size > MAX_PART_BYTES) {
        parts.add(Batch.ofNews(part.build(), Batch.NOTHING_REMOVED, batch.adds()));
        part = ImmutableList.builder();
        bytes = 0;
      }
      part.add(resource);
      bytes += size;
    }
    ImmutableList<Batch> full = parts.build();
    if (full.isEmpty()) {
      return batch;
    }
    subscription.backlog.addAll(full.subList(1, full.size()));
    subscription.backlog.add(Batch.ofNews(part.build(), batch.removed(), batch.adds()));
    return full.getFirst();
  }

  private Subscription of(XdsType type) {
    return subscriptions.of(type);
  }
}
