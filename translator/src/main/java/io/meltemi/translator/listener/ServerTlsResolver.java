package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ServerTls;
import io.meltemi.translator.diagnostic.DiagnosticCode;

/** Whether and how a Gateway's server terminates TLS. */
final class ServerTlsResolver {

  private static final ImmutableList<String> HTTP = ImmutableList.of("h2", "http/1.1");

  private ServerTlsResolver() {}

  /** What becomes of TLS on a server. */
  sealed interface Termination {

    record Terminated(DownstreamTls tls) implements Termination {}

    /** Not looked into: routed by SNI. */
    record PassedThrough() implements Termination {}

    /** The server cannot be served, and why. */
    record Impossible(DiagnosticCode code, String reason) implements Termination {}
  }

  static Termination resolve(ServerTls tls, boolean http) {
    return switch (tls.mode()) {
      case PASSTHROUGH -> new Termination.PassedThrough();
      case AUTO_PASSTHROUGH -> unsupported("mode AUTO_PASSTHROUGH is not served yet");
      case ISTIO_MUTUAL -> unsupported("mode ISTIO_MUTUAL needs the mesh's certificates");
      case SIMPLE -> terminated(tls, "", false, http);
      case MUTUAL -> withClients(tls, true, http);
      case OPTIONAL_MUTUAL -> withClients(tls, false, http);
    };
  }

  private static Termination withClients(ServerTls tls, boolean required, boolean http) {
    return tls.caCertificates().isEmpty() && !usesCredentials(tls)
        ? missing("caCertificates is needed to check clients' certificates")
        : terminated(tls, tls.caCertificates(), required, http);
  }

  private static Termination terminated(
      ServerTls tls, String caCertificates, boolean required, boolean http) {
    if (usesCredentials(tls)) {
      return unsupported("certificates from secrets (credentialName) are not served yet");
    }
    ImmutableList<ServerTls.Certificate> certificates = certificates(tls);
    if (certificates.isEmpty()) {
      return missing("a server certificate and its private key are needed to terminate TLS");
    }
    return new Termination.Terminated(
        new DownstreamTls(
            certificates,
            caCertificates,
            tls.caCrl(),
            required,
            tls.subjectAltNames(),
            tls.verifyCertificateSpki(),
            tls.verifyCertificateHash(),
            tls.minProtocolVersion(),
            tls.maxProtocolVersion(),
            tls.cipherSuites(),
            http ? HTTP : ImmutableList.of()));
  }

  private static ImmutableList<ServerTls.Certificate> certificates(ServerTls tls) {
    ImmutableList<ServerTls.Certificate> all =
        tls.tlsCertificates().isEmpty()
            ? ImmutableList.of(
                new ServerTls.Certificate(tls.serverCertificate(), tls.privateKey(), ""))
            : tls.tlsCertificates();
    return all.stream()
        .filter(one -> !one.serverCertificate().isEmpty() && !one.privateKey().isEmpty())
        .collect(ImmutableList.toImmutableList());
  }

  private static boolean usesCredentials(ServerTls tls) {
    return !tls.credentialName().isEmpty() || !tls.credentialNames().isEmpty();
  }

  private static Termination unsupported(String reason) {
    return new Termination.Impossible(DiagnosticCode.UNSUPPORTED, reason);
  }

  private static Termination missing(String reason) {
    return new Termination.Impossible(DiagnosticCode.MISSING_FIELD, reason);
  }
}
