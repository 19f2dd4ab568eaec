package io.meltemi.translator.bootstrap;

import com.google.common.net.HostAndPort;
import java.util.Optional;

/** Where a proxy finds its istiod, and how the two know each other. */
public sealed interface Discovery {

  HostAndPort address();

  /** Nobody is known to anybody: the proxy gets no certificate. */
  record Plaintext(HostAndPort address) implements Discovery {}

  /**
   * Over TLS.
   *
   * @param serverName what istiod's certificate must say: a DNS name, or an IP address
   *     <p>Files are named by absolute paths, as the proxy sees them.
   * @param rootCertificate PEM file of the roots that istiod's certificate is verified with
   * @param rootSecret where {@link RootSecret#text} was written; with it Envoy follows the roots'
   *     changes, without it what the file says at the start holds
   * @param token file of the token that tells istiod who the proxy is; Envoy follows it, so whoever
   *     renews it replaces it by rename
   */
  record Secure(
      HostAndPort address,
      String serverName,
      String rootCertificate,
      Optional<String> rootSecret,
      String token)
      implements Discovery {

    public Secure(HostAndPort address, String serverName, String rootCertificate, String token) {
      this(address, serverName, rootCertificate, Optional.empty(), token);
    }

    /** With roots that may change while Envoy runs. */
    public Secure following(String secretFile) {
      return new Secure(address, serverName, rootCertificate, Optional.of(secretFile), token);
    }
  }
}
