package io.meltemi.ca.authority;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/**
 * A certificate of the CA's own, and how long it lives yet.
 *
 * @param serial in hexadecimal
 */
public record CertificateLife(
    String subject, String serial, Instant notBefore, Instant notAfter, Stage stage) {

  /** How much of its life is left. */
  public enum Stage {
    GOOD,
    /** Less than a fifth of its life, as when Istio begins to rotate a root. */
    ENDING,
    ENDED
  }

  static CertificateLife of(X509Certificate certificate, Instant now) {
    Instant notBefore = certificate.getNotBefore().toInstant();
    Instant notAfter = certificate.getNotAfter().toInstant();
    return new CertificateLife(
        certificate.getSubjectX500Principal().getName(),
        certificate.getSerialNumber().toString(16),
        notBefore,
        notAfter,
        stage(notBefore, notAfter, now));
  }

  static Stage stage(Instant notBefore, Instant notAfter, Instant now) {
    if (!notAfter.isAfter(now)) {
      return Stage.ENDED;
    }
    Duration fifth = Duration.between(notBefore, notAfter).dividedBy(5);
    return notAfter.minus(fifth).isAfter(now) ? Stage.GOOD : Stage.ENDING;
  }
}
