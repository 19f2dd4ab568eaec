package io.meltemi.ca.authority;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a proxy wants its certificates to live, and how much of a life it wants to be left when
 * the next one comes. What it gets is between what the CA allows.
 *
 * @param ttl zero or less: the default
 * @param graceRatio of the life; Istio's {@code SECRET_GRACE_PERIOD_RATIO}
 */
public record CertificateWish(Duration ttl, double graceRatio) {
  /** At half of a life, as with Istio. */
  public static final double HALF = 0.5;

  public static final CertificateWish NONE = new CertificateWish(Duration.ZERO, HALF);

  /** Renewal is early or late by up to this part of the wait for it. */
  private static final double JITTER = 0.1;

  public CertificateWish {
    if (!(graceRatio > 0 && graceRatio < 1)) {
      throw new IllegalArgumentException("A grace period is a part of a life: " + graceRatio);
    }
  }

  /** The default at its half. */
  static CertificateWish of(Duration ttl) {
    return new CertificateWish(ttl, HALF);
  }

  Duration lifetime(CaOptions options) {
    Duration wanted = ttl.isPositive() ? ttl : options.defaultTtl();
    if (wanted.compareTo(options.shortest()) < 0) {
      return options.shortest();
    }
    return wanted.compareTo(options.maxTtl()) > 0 ? options.maxTtl() : wanted;
  }

  /**
   * When to renew. However short the wait that a proxy wants, it is not much less than half of the
   * shortest life: one proxy must not keep us signing for it.
   *
   * @param random from 0 to 1
   */
  Instant renewAt(Instant now, Instant notAfter, CaOptions options, double random) {
    double life = (double) Duration.between(now, notAfter).toMillis();
    double wait = life * Math.min(1, (1 - graceRatio) * (1 + JITTER * (2 * random - 1)));
    double least = Math.min(life, (double) options.shortest().toMillis()) * (HALF - JITTER);
    return now.plusMillis((long) Math.max(wait, least));
  }
}
