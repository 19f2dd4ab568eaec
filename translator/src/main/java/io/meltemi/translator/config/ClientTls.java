package io.meltemi.translator.config;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/** TLS that a proxy originates. Paths are paths in the proxy's file system. */
public record ClientTls(
    Mode mode,
    String clientCertificate,
    String privateKey,
    String caCertificates,
    String credentialName,
    ImmutableList<String> subjectAltNames,
    String sni,
    Optional<Boolean> insecureSkipVerify,
    String caCrl) {

  /** Who shows a certificate. */
  public enum Mode {
    DISABLE,
    SIMPLE,
    MUTUAL,
    ISTIO_MUTUAL
  }
}
