package io.meltemi.ca.authority;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;

/** Until when certificates live that an issuer has signed: so long its root must be trusted. */
final class IssuedUntil {
  private final ConcurrentHashMap<BigInteger, Instant> ends = new ConcurrentHashMap<>();

  void record(X509Certificate issuer, Instant end) {
    BigInteger name = issuer.getSerialNumber();
    Instant known = ends.get(name);
    // Most of the time a read is enough: this is on the way of every certificate.
    if (known == null || known.isBefore(end)) {
      ends.merge(name, end, (one, other) -> one.isBefore(other) ? other : one);
    }
  }

  /** The last end; the beginning of time for an issuer that has signed nothing. */
  Instant of(X509Certificate issuer) {
    return ends.getOrDefault(issuer.getSerialNumber(), Instant.EPOCH);
  }
}
