package io.meltemi.istiod.xds;

import io.meltemi.translator.xds.XdsType;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What one proxy was sent of one type, and what it said.
 *
 * @param sent the last response
 * @param acked the last response that was ACKed
 * @param ackedAt when; {@link Instant#EPOCH} if never
 * @param rejection the last NACK, until a later response is ACKed
 */
public record LedgerEntry(
    XdsType type,
    Optional<Delivery> sent,
    Optional<Delivery> acked,
    Instant ackedAt,
    Optional<Rejection> rejection) {

  /** Istio's words for it, in {@code proxy-status}. */
  public enum Status {
    NOT_SENT,
    SYNCED,
    STALE,
    ERROR
  }

  static LedgerEntry empty(XdsType type) {
    return new LedgerEntry(
        type, Optional.empty(), Optional.empty(), Instant.EPOCH, Optional.empty());
  }

  public Status status() {
    if (sent.isEmpty()) {
      return Status.NOT_SENT;
    }
    if (rejection.isPresent()) {
      return Status.ERROR;
    }
    return acked.equals(sent) ? Status.SYNCED : Status.STALE;
  }

  /** From the last response sent to its ACK; empty until that comes. */
  public Optional<Duration> ackDelay() {
    return acked.filter(_ -> acked.equals(sent)).map(last -> Duration.between(last.at(), ackedAt));
  }

  LedgerEntry sent(Delivery delivery) {
    return new LedgerEntry(type, Optional.of(delivery), acked, ackedAt, rejection);
  }

  LedgerEntry acked(Delivery delivery, Instant at) {
    return new LedgerEntry(type, sent, Optional.of(delivery), at, Optional.empty());
  }

  LedgerEntry rejected(Rejection refused) {
    return new LedgerEntry(type, sent, acked, ackedAt, Optional.of(refused));
  }
}
