package io.meltemi.ca.authenticate;

import com.google.common.collect.ImmutableList;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * What a caller shows.
 *
 * @param bearerToken of the {@code authorization} header, without {@code Bearer}
 * @param verifiedPeerChain the certificates that the TLS handshake has verified against {@code
 *     CertificateAuthority.ownRoots()}, leaf first; empty without a client certificate
 * @param peer the caller's address, for messages; it proves nothing
 */
public record CallCredentials(
    Optional<String> bearerToken, ImmutableList<X509Certificate> verifiedPeerChain, String peer) {

  /** Without the token. */
  @Override
  public String toString() {
    return "CallCredentials["
        + (bearerToken.isPresent() ? "a token, " : "no token, ")
        + verifiedPeerChain.size()
        + " certificates, "
        + peer
        + "]";
  }
}
