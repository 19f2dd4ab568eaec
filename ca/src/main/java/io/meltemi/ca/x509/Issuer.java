package io.meltemi.ca.x509;

import com.google.common.collect.ImmutableList;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * Who signs: a key, its certificates up to but not including the root, and the root. A self-signed
 * CA has no certificates in between.
 *
 * @param intermediates the issuer's own certificate first; empty when the root itself signs
 */
public record Issuer(
    PrivateKey key, ImmutableList<X509Certificate> intermediates, X509Certificate root) {

  /** The certificate whose key signs. */
  public X509Certificate certificate() {
    return intermediates.isEmpty() ? root : intermediates.getFirst();
  }

  /** When the first certificate of the chain ends: nothing signed lives longer. */
  public Instant notAfter() {
    Instant end = root.getNotAfter().toInstant();
    for (X509Certificate certificate : intermediates) {
      Instant its = certificate.getNotAfter().toInstant();
      end = its.isBefore(end) ? its : end;
    }
    return end;
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "Issuer[" + certificate().getSubjectX500Principal() + " until " + notAfter() + "]";
  }
}
