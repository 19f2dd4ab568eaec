package io.meltemi.ca.authority;

import com.google.common.collect.ImmutableList;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * A CA at one moment, for the debug pages, metrics and warnings. Holds no key.
 *
 * @param issuer whose key signs
 * @param intermediates sent along with each certificate
 * @param roots ours
 * @param foreignRoots of MeshConfig
 * @param issuesUntil no certificate signed now lives longer
 * @param problem why the newest input is not in use
 * @param rotation of the root that is under way
 */
public record AuthorityStatus(
    CertificateLife issuer,
    ImmutableList<CertificateLife> intermediates,
    ImmutableList<CertificateLife> roots,
    ImmutableList<CertificateLife> foreignRoots,
    Instant issuesUntil,
    Optional<String> problem,
    Optional<Rotation> rotation) {

  static AuthorityStatus of(
      IssuerState own,
      Collection<X509Certificate> foreign,
      Instant now,
      Optional<String> problem,
      Optional<Rotation> rotation) {
    return new AuthorityStatus(
        CertificateLife.of(own.issuer().certificate(), now),
        lives(own.issuer().intermediates(), now),
        lives(own.trusted(), now),
        lives(foreign, now),
        own.issuer().notAfter(),
        problem,
        rotation);
  }

  private static ImmutableList<CertificateLife> lives(
      Collection<X509Certificate> certificates, Instant now) {
    return certificates.stream()
        .map(certificate -> CertificateLife.of(certificate, now))
        .collect(ImmutableList.toImmutableList());
  }

  /** The first of all that we answer for: issuer, intermediates, roots. */
  public CertificateLife firstToEnd() {
    CertificateLife first = issuer;
    for (ImmutableList<CertificateLife> lives : ImmutableList.of(intermediates, roots)) {
      for (CertificateLife life : lives) {
        first = life.notAfter().isBefore(first.notAfter()) ? life : first;
      }
    }
    return first;
  }
}
