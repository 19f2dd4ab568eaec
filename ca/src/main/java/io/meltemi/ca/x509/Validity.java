package io.meltemi.ca.x509;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** From when until when a certificate is good; whole seconds, as X.509 has them. */
public record Validity(Instant notBefore, Instant notAfter) {
  /** Clocks of a mesh differ; as Istio, we let ours run this much ahead of the slowest. */
  public static final Duration SKEW = Duration.ofMinutes(2);

  /** From a little before now, for {@code ttl}, and never past {@code limit}: the issuer's end. */
  public static Validity starting(Instant now, Duration ttl, Instant limit) {
    Instant start = now.truncatedTo(ChronoUnit.SECONDS);
    Instant end = start.plus(ttl);
    return new Validity(start.minus(SKEW), end.isAfter(limit) ? limit : end);
  }
}
