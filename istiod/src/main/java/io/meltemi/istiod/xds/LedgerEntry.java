package io.meltemi.istiod.xds;

import com.google.common.collect.ImmutableMap;
import io.meltemi.translator.xds.ResourceSet;
import io.meltemi.translator.xds.XdsType;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one proxy was sent of one type, and what it said.
 *
 * @param sent the last response
 * @param acked the last response that was ACKed
 * @param ackedAt when; {@link Instant#EPOCH} if never
 * @param rejections what the proxy refuses, by resource name (empty where that is not known), until
 *     a later version of it is ACKed or withdrawn
 */
public record LedgerEntry(
    XdsType type,
    Optional<Delivery> sent,
    Optional<Delivery> acked,
    Instant ackedAt,
    ImmutableMap<String, Rejection> rejections) {

  /** A proxy that refuses everything must not fill us up with its words. */
  private static final int MAX_REJECTIONS = 64;

  /** Istio's words for it, in {@code proxy-status}. */
  public enum Status {
    NOT_SENT,
    SYNCED,
    STALE,
    ERROR
  }

  static LedgerEntry empty(XdsType type) {
    return new LedgerEntry(
        type, Optional.empty(), Optional.empty(), Instant.EPOCH, ImmutableMap.of());
  }

  public Status status() {
    if (sent.isEmpty()) {
      return Status.NOT_SENT;
    }
    if (!rejections.isEmpty()) {
      return Status.ERROR;
    }
    return acked.equals(sent) ? Status.SYNCED : Status.STALE;
  }

  /** From the last response sent to its ACK; empty until that comes. */
  public Optional<Duration> ackDelay() {
    return acked.filter(_ -> acked.equals(sent)).map(last -> Duration.between(last.at(), ackedAt));
  }

  LedgerEntry sent(Delivery delivery) {
    return new LedgerEntry(type, Optional.of(delivery), acked, ackedAt, rejections);
  }

  LedgerEntry acked(Delivery delivery, Batch batch, Instant at) {
    return new LedgerEntry(type, sent, Optional.of(delivery), at, without(batch));
  }

  private ImmutableMap<String, Rejection> without(Batch accepted) {
    if (rejections.isEmpty()) {
      return rejections;
    }
    Map<String, Rejection> left = new LinkedHashMap<>(rejections);
    left.remove("");
    accepted.resources().forEach(resource -> left.remove(resource.name()));
    accepted.removed().forEach(left::remove);
    return ImmutableMap.copyOf(left);
  }

  LedgerEntry rejected(Rejection refused) {
    Map<String, Rejection> more = new LinkedHashMap<>(rejections);
    List<String> names = refused.resourceNames().isEmpty() ? List.of("") : refused.resourceNames();
    for (String name : names) {
      if (more.size() < MAX_REJECTIONS || more.containsKey(name)) {
        more.put(name, refused);
      }
    }
    return new LedgerEntry(type, sent, acked, ackedAt, ImmutableMap.copyOf(more));
  }

  /** Forgets what is refused of resources that are no longer there. */
  LedgerEntry retaining(ResourceSet present) {
    Map<String, Rejection> left = new LinkedHashMap<>(rejections);
    left.keySet().removeIf(name -> !name.isEmpty() && present.get(name).isEmpty());
    return left.size() == rejections.size()
        ? this
        : new LedgerEntry(type, sent, acked, ackedAt, ImmutableMap.copyOf(left));
  }
}
