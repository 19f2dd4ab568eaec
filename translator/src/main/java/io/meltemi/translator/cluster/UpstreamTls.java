package io.meltemi.translator.cluster;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.meltemi.translator.proxy.SecretSource;
import io.meltemi.translator.tls.TlsLimits;
import java.util.Optional;

/** What is around the bytes on the way to an endpoint. */
sealed interface UpstreamTls {

  /**
   * A secret of the user's.
   *
   * @param name in SDS
   * @param isThere otherwise nothing can be said to the server until it is
   */
  record SecretName(String name, boolean isThere) {}

  enum Plaintext implements UpstreamTls {
    INSTANCE
  }

  /**
   * The mesh's mTLS.
   *
   * @param whereAble only to endpoints that say that they take it, to the others in plaintext
   * @param subjectAltNames which the server's certificate must have one of; empty for any
   */
  record Mutual(
      boolean whereAble,
      String sni,
      ImmutableSortedSet<String> subjectAltNames,
      ImmutableList<String> alpn,
      SecretSource secrets,
      TlsLimits limits)
      implements UpstreamTls {}

  /**
   * TLS originated by the proxy. Paths are in the proxy's file system.
   *
   * @param sni empty: the request's host, where there is one
   * @param clientCertificate empty: no certificate is shown
   * @param crl empty: none
   * @param identitySecret the client's certificate in SDS, instead of files, if any
   * @param rootsSecret whom to trust in SDS, instead of a file, if any
   * @param skipVerify the server's certificate is not looked at
   * @param h2 HTTP/2 is negotiated by ALPN
   */
  record Originate(
      String sni,
      String clientCertificate,
      String privateKey,
      String caCertificates,
      String crl,
      Optional<SecretName> identitySecret,
      Optional<SecretName> rootsSecret,
      ImmutableList<String> subjectAltNames,
      boolean skipVerify,
      boolean h2,
      TlsLimits limits)
      implements UpstreamTls {

    boolean isAutoSni() {
      return sni.isEmpty();
    }

    boolean isAutoSan() {
      return isAutoSni() && subjectAltNames.isEmpty() && !skipVerify;
    }
  }
}
