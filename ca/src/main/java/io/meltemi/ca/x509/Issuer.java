package io.meltemi.ca.x509;

import com.google.common.collect.ImmutableList;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * Who signs: a key, the certificates that are sent along with what it signs, and the root.
 *
 * @param certificate whose key signs; the root itself in a CA that signs itself
 * @param intermediates sent behind each leaf, the issuer's own first; may hold cross-signed ones
 *     that lead to another root as well
 * @param root that this issuer's certificate leads to
 * @param notAfter when the first certificate on the way to that root ends: nothing that is signed
 *     lives longer
 */
public record Issuer(
    PrivateKey key,
    X509Certificate certificate,
    ImmutableList<X509Certificate> intermediates,
    X509Certificate root,
    Instant notAfter) {

  /** A root that signs leaves itself. */
  public static Issuer root(PrivateKey key, X509Certificate root) {
    return crossSigned(key, root, ImmutableList.of());
  }

  /** A root that others have signed too: those who trust the others follow these certificates. */
  public static Issuer crossSigned(
      PrivateKey key, X509Certificate root, ImmutableList<X509Certificate> crossCertificates) {
    return new Issuer(key, root, crossCertificates, root, root.getNotAfter().toInstant());
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "Issuer[" + certificate.getSubjectX500Principal() + " until " + notAfter + "]";
  }
}
