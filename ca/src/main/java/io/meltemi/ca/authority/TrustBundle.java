package io.meltemi.ca.authority;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hashing;
import io.meltemi.ca.x509.Pem;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Collection;

/**
 * The roots that the mesh trusts, as PEM, sorted and each once: the same roots make the same bundle
 * on every replica.
 *
 * @param version a hash of the content
 */
public record TrustBundle(ImmutableList<String> roots, String version) {

  public static TrustBundle of(Collection<X509Certificate> certificates) {
    ImmutableList<String> roots =
        certificates.stream()
            .map(Pem::write)
            .distinct()
            .sorted()
            .collect(ImmutableList.toImmutableList());
    String version =
        Hashing.sha256()
            .hashString(String.join("", roots), StandardCharsets.US_ASCII)
            .toString()
            .substring(0, 32);
    return new TrustBundle(roots, version);
  }

  /** All roots, one after the other. */
  public String pem() {
    return String.join("", roots);
  }

  @Override
  public String toString() {
    return "TrustBundle[" + roots.size() + " roots, " + version + "]";
  }
}
