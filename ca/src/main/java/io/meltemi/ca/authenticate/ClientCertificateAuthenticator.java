package io.meltemi.ca.authenticate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.meltemi.ca.SpiffeId;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads the identity of a client certificate that the TLS handshake has verified: its one URI name
 * must be a SPIFFE ID of our trust domain, or of an alias, which is another name for it.
 */
public final class ClientCertificateAuthenticator implements Authenticator {
  /** In GeneralName of RFC 5280. */
  private static final Integer URI_NAME = 6;

  private final String trustDomain;
  private final ImmutableSet<String> known;
  private final Supplier<ImmutableList<X509CRL>> revoked;

  /** Of a CA that revokes nothing. */
  public ClientCertificateAuthenticator(String trustDomain, Collection<String> aliases) {
    this(trustDomain, aliases, ImmutableList::of);
  }

  /**
   * With what the CA has revoked by now.
   *
   * @param revoked asked at each call; their signatures are verified already
   */
  public ClientCertificateAuthenticator(
      String trustDomain, Collection<String> aliases, Supplier<ImmutableList<X509CRL>> revoked) {
    this.trustDomain = trustDomain;
    this.revoked = revoked;
    this.known = ImmutableSet.<String>builder().add(trustDomain).addAll(aliases).build();
  }

  @Override
  public String name() {
    return "client-certificate";
  }

  @Override
  public Verdict authenticate(CallCredentials call) {
    if (call.verifiedPeerChain().isEmpty()) {
      return new Verdict.Absent();
    }
    if (isRevoked(call.verifiedPeerChain())) {
      return new Verdict.Refused("it has been revoked");
    }
    Collection<List<?>> names;
    try {
      names = call.verifiedPeerChain().getFirst().getSubjectAlternativeNames();
    } catch (CertificateParsingException _) {
      return new Verdict.Refused("its alternative names cannot be read");
    }
    if (names == null) {
      return new Verdict.Refused("it has no alternative names");
    }
    List<String> uris =
        names.stream()
            .filter(name -> URI_NAME.equals(name.getFirst()))
            .map(name -> String.valueOf(name.get(1)))
            .toList();
    if (uris.size() != 1) {
      return new Verdict.Refused("it has " + uris.size() + " URI names instead of one");
    }
    Optional<SpiffeId> id = SpiffeId.parse(uris.getFirst());
    if (id.isEmpty()) {
      return new Verdict.Refused("its URI name is not the identity of a service account");
    }
    if (!known.contains(id.get().trustDomain())) {
      return new Verdict.Refused("its trust domain is not ours");
    }
    return new Verdict.Verified(id.get().in(trustDomain), name());
  }

  private boolean isRevoked(ImmutableList<X509Certificate> chain) {
    for (X509CRL crl : revoked.get()) {
      for (X509Certificate certificate : chain) {
        // A serial number counts only together with who gave it.
        if (crl.getIssuerX500Principal().equals(certificate.getIssuerX500Principal())
            && crl.isRevoked(certificate)) {
          return true;
        }
      }
    }
    return false;
  }
}
