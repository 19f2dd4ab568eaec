package io.meltemi.istiod.proxy;

import com.google.common.net.HostAndPort;
import java.nio.file.Path;
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
   * @param rootCertificate PEM file of the roots that istiod's certificate is verified with
   * @param rootSecret where {@link RootSecret} was written; with it Envoy follows the roots'
   *     changes, without it what the file says at the start holds
   * @param token file of the token that tells istiod who the proxy is; Envoy follows it, so whoever
   *     renews it replaces it by rename
   */
  record Secure(
      HostAndPort address,
      String serverName,
      Path rootCertificate,
      Optional<Path> rootSecret,
      Path token)
      implements Discovery {

    public Secure(HostAndPort address, String serverName, Path rootCertificate, Path token) {
      this(address, serverName, rootCertificate, Optional.empty(), token);
    }

    /** With roots that may change while Envoy runs. */
    public Secure following(Path secretFile) {
      return new Secure(address, serverName, rootCertificate, Optional.of(secretFile), token);
    }
  }
}
