package io.meltemi.istiod.xds;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.xds.ModelRevision;
import io.meltemi.translator.xds.ProxySnapshot;
import io.meltemi.translator.xds.XdsType;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/**
 * One proxy's account, by type: sent, ACKed, NACKed, and when. Written by its stream, read by
 * anybody. Holds the last of each only, so it does not grow.
 */
public final class Ledger {

  private final ConcurrentMap<XdsType, LedgerEntry> entries = new ConcurrentHashMap<>();
  private volatile ModelRevision converged = ModelRevision.NONE;

  Ledger() {}

  public LedgerEntry entry(XdsType type) {
    LedgerEntry entry = entries.get(type);
    return entry == null ? LedgerEntry.empty(type) : entry;
  }

  /** All types, in push order. */
  public ImmutableList<LedgerEntry> entries() {
    return Stream.of(XdsType.values()).map(this::entry).collect(ImmutableList.toImmutableList());
  }

  /**
   * The newest revision that the proxy has all of: everything that it subscribed to was sent, and
   * answered by an ACK or a NACK. Also rises when a revision brings nothing new for this proxy.
   */
  public ModelRevision converged() {
    return converged;
  }

  /** Everything that the proxy refuses now. */
  public ImmutableList<Rejection> rejections() {
    return entries().stream()
        .flatMap(entry -> entry.rejections().values().stream())
        .distinct()
        .collect(ImmutableList.toImmutableList());
  }

  void sent(Delivery delivery) {
    set(entry(delivery.type()).sent(delivery));
  }

  void acked(Delivery delivery, Batch batch, Instant at) {
    set(entry(delivery.type()).acked(delivery, batch, at));
  }

  void rejected(Rejection rejection) {
    set(entry(rejection.delivery().type()).rejected(rejection));
  }

  /** Forgets what was refused of resources that are no more. */
  void retain(ProxySnapshot snapshot) {
    for (LedgerEntry entry : entries.values()) {
      if (!entry.rejections().isEmpty()) {
        set(entry.retaining(snapshot.resources(entry.type())));
      }
    }
  }

  void converged(ModelRevision revision) {
    converged = revision;
  }

  private void set(LedgerEntry entry) {
    entries.put(entry.type(), entry);
  }
}
