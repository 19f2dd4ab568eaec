package io.meltemi.ca.authority;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hashing;
import io.meltemi.ca.x509.Pem;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.stream.Stream;

/**
 * The roots that the mesh trusts and what they have revoked, as PEM, sorted and each once: the same
 * roots make the same bundle on every replica.
 *
 * @param crls revocation lists of a plugged-in CA; not every CA of the mesh has one
 * @param version a hash of the content
 */
public record TrustBundle(ImmutableList<String> roots, ImmutableList<String> crls, String version) {

  /** Trusts these, and revokes nothing. */
  public static TrustBundle of(Collection<X509Certificate> certificates) {
    return of(certificates, ImmutableList.of());
  }

  public static TrustBundle of(
      Collection<X509Certificate> certificates, Collection<X509CRL> revocationLists) {
    ImmutableList<String> roots = sorted(certificates.stream().map(Pem::write));
    ImmutableList<String> crls = sorted(revocationLists.stream().map(Pem::write));
    String version =
        Hashing.sha256()
            .hashString(String.join("", roots) + String.join("", crls), StandardCharsets.US_ASCII)
            .toString()
            .substring(0, 32);
    return new TrustBundle(roots, crls, version);
  }

  private static ImmutableList<String> sorted(Stream<String> texts) {
    return texts.distinct().sorted().collect(ImmutableList.toImmutableList());
  }

  /** All roots, one after the other. */
  public String pem() {
    return String.join("", roots);
  }

  /** All revocation lists, one after the other; empty when there are none. */
  public String crlPem() {
    return String.join("", crls);
  }

  @Override
  public String toString() {
    return "TrustBundle[" + roots.size() + " roots, " + crls.size() + " CRLs, " + version + "]";
  }
}
