package io.meltemi.istiod.secret;

import com.google.common.collect.ImmutableList;
import io.meltemi.ca.authority.CertificateWish;
import io.meltemi.ca.authority.IssuedIdentity;
import io.meltemi.istiod.xds.SecretSupply;
import io.meltemi.translator.xds.ResourceSet;
import io.meltemi.translator.xds.XdsResource;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate of one stream's workload, from when it is first asked for to the stream's end.
 *
 * <p>Its monitor guards a few fields and is never held while others are called: the taker takes the
 * stream's lock, and the stream calls us with it held.
 */
final class StreamCertificate implements SecretSupply.Lease {

  private static final Logger log = LoggerFactory.getLogger(StreamCertificate.class);

  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LAST_RETRY = Duration.ofMinutes(1);

  /** What a proxy has from before is believed if it lives on a little longer. */
  private static final Duration WORTH_KEEPING = Duration.ofSeconds(1);

  private final WorkloadSecrets all;
  private final SecretSupply.Asker asker;
  private final CertificateWish wish;
  private final Consumer<ResourceSet> taker;

  /** Whether it waits for a signer: one place in the queue is enough. */
  private final AtomicBoolean queued = new AtomicBoolean();

  /** Deliveries that were asked for and not made; whoever makes it positive makes them. */
  private final AtomicInteger deliveries = new AtomicInteger();

  private volatile Instant dueSince = Instant.EPOCH;

  // Guarded by this.
  private @Nullable XdsResource certificate;
  private @Nullable Future<?> planned;
  private Duration nextRetry = FIRST_RETRY;
  private boolean closed;

  StreamCertificate(WorkloadSecrets all, SecretSupply.Asker asker, Consumer<ResourceSet> taker) {
    this.all = all;
    this.asker = asker;
    this.wish = Wishes.of(asker.node());
    this.taker = taker;
  }

  /** Keeps what the proxy has, if it is good, or has the first one made. */
  void begin() {
    Optional<CertificateVersion> good =
        Optional.ofNullable(asker.known().get(SecretSupply.CERTIFICATE))
            .flatMap(CertificateVersion::parse)
            .filter(this::isGood);
    if (good.isEmpty()) {
      renew();
      return;
    }
    synchronized (this) {
      certificate = SecretResources.kept(good.get());
    }
    plan(good.get().renewAt());
    all.observer().kept(good.get().renewAt());
    all.signers().execute(this::deliver); // the caller holds its lock
  }

  private boolean isGood(CertificateVersion known) {
    Instant now = all.clock().instant();
    Instant latest = now.plus(all.authority().options().maxTtl());
    return known.isOf(asker.caller(), all.issuer())
        && known.renewAt().isAfter(now.plus(WORTH_KEEPING))
        && known.renewAt().isBefore(latest);
  }

  @Override
  public void inFull() {
    renew();
  }

  /** Has a new one made, after those who asked before. */
  void renew() {
    if (queued.compareAndSet(false, true)) {
      dueSince = all.clock().instant();
      all.signers().execute(this::sign);
    }
  }

  private void sign() {
    queued.set(false);
    if (isClosed()) {
      return;
    }
    String issuer = all.issuer();
    try {
      IssuedIdentity issued = all.authority().issue(asker.caller(), wish);
      CertificateVersion version =
          CertificateVersion.of(issued.renewAt(), issuer, asker.caller(), issued.chainPem());
      synchronized (this) {
        certificate = SecretResources.certificate(issued, version);
        nextRetry = FIRST_RETRY;
      }
      plan(issued.renewAt());
      all.observer().issued(issued.notAfter(), Duration.between(dueSince, all.clock().instant()));
      deliver();
    } catch (RuntimeException e) {
      log.warn("no certificate can be made for {}: {}", asker.caller(), e.toString());
      all.observer().failed(e);
      retry();
    }
  }

  private synchronized void retry() {
    plan(all.clock().instant().plus(nextRetry));
    Duration doubled = nextRetry.multipliedBy(2);
    nextRetry = doubled.compareTo(LAST_RETRY) < 0 ? doubled : LAST_RETRY;
  }

  private synchronized void plan(Instant at) {
    if (planned != null) {
      planned.cancel(false);
    }
    if (!closed) {
      long wait = Math.max(0, Duration.between(all.clock().instant(), at).toMillis());
      planned = all.timer().schedule(this::renew, wait, TimeUnit.MILLISECONDS);
    }
  }

  /** Hands over what there is, the newest last, one call at a time. */
  void deliver() {
    if (deliveries.getAndIncrement() > 0) {
      return;
    }
    int seen;
    do {
      seen = deliveries.get();
      secrets().ifPresent(taker);
    } while (deliveries.addAndGet(-seen) > 0);
  }

  /** Nothing before there is a certificate: a proxy takes a missing one for none at all. */
  private synchronized Optional<ResourceSet> secrets() {
    return certificate == null || closed
        ? Optional.empty()
        : Optional.of(ResourceSet.of(ImmutableList.of(all.roots(), certificate)));
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    all.ended(this);
    synchronized (this) {
      closed = true;
      certificate = null;
      if (planned != null) {
        planned.cancel(false);
      }
    }
  }
}
