package io.meltemi.translator.config;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/** TLS that a proxy terminates. Paths are paths in the proxy's file system. */
public record ServerTls(
    boolean httpsRedirect,
    Mode mode,
    String serverCertificate,
    String privateKey,
    String caCertificates,
    String caCrl,
    String credentialName,
    ImmutableList<String> credentialNames,
    String caCertCredentialName,
    ImmutableList<Certificate> tlsCertificates,
    ImmutableList<String> subjectAltNames,
    ImmutableList<String> verifyCertificateSpki,
    ImmutableList<String> verifyCertificateHash,
    Protocol minProtocolVersion,
    Protocol maxProtocolVersion,
    ImmutableList<String> cipherSuites,
    Optional<Boolean> insecureSkipVerify) {

  /** Who terminates, and who must show a certificate. */
  public enum Mode {
    PASSTHROUGH,
    SIMPLE,
    MUTUAL,
    AUTO_PASSTHROUGH,
    ISTIO_MUTUAL,
    OPTIONAL_MUTUAL
  }

  /** TLS versions. */
  public enum Protocol {
    TLS_AUTO,
    TLSV1_0,
    TLSV1_1,
    TLSV1_2,
    TLSV1_3
  }

  /** One of several certificates (an RSA and an ECDSA one, say). */
  public record Certificate(String serverCertificate, String privateKey, String caCertificates) {}
}
