package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters.TlsProtocol;
import io.meltemi.translator.config.ServerTls;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.tls.Alpn;
import io.meltemi.translator.tls.TlsLimits;

/** Whether and how a Gateway's server terminates TLS. */
final class ServerTlsResolver {

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
      case SIMPLE -> terminated(tls, DownstreamTls.Clients.Anybody.INSTANCE, http);
      case MUTUAL -> withClients(tls, true, http);
      case OPTIONAL_MUTUAL -> withClients(tls, false, http);
    };
  }

  private static Termination withClients(ServerTls tls, boolean required, boolean http) {
    return tls.caCertificates().isEmpty() && !usesCredentials(tls)
        ? missing("caCertificates is needed to check clients' certificates")
        : terminated(tls, verified(tls, required), http);
  }

  private static Termination terminated(
      ServerTls tls, DownstreamTls.Clients clients, boolean http) {
    if (usesCredentials(tls)) {
      return unsupported("certificates from secrets (credentialName) are not served yet");
    }
    ImmutableList<ServerTls.Certificate> certificates = certificates(tls);
    if (certificates.isEmpty()) {
      return missing("a server certificate and its private key are needed to terminate TLS");
    }
    return new Termination.Terminated(
        new DownstreamTls(
            new DownstreamTls.Certificates.Files(certificates),
            clients,
            limits(tls),
            http ? Alpn.ACCEPT : ImmutableList.of()));
  }

  private static DownstreamTls.Clients verified(ServerTls tls, boolean required) {
    return new DownstreamTls.Clients.Verified(
        required,
        new DownstreamTls.Trust.Files(tls.caCertificates(), tls.caCrl()),
        new DownstreamTls.Names(
            tls.subjectAltNames(),
            ImmutableList.of(),
            tls.verifyCertificateSpki(),
            tls.verifyCertificateHash()));
  }

  private static TlsLimits limits(ServerTls tls) {
    return new TlsLimits(
        tls.minProtocolVersion() == ServerTls.Protocol.TLS_AUTO
            ? TlsProtocol.TLSv1_2
            : version(tls.minProtocolVersion()),
        version(tls.maxProtocolVersion()),
        tls.cipherSuites(),
        ImmutableList.of());
  }

  private static TlsProtocol version(ServerTls.Protocol version) {
    return switch (version) {
      case TLS_AUTO -> TlsProtocol.TLS_AUTO;
      case TLSV1_0 -> TlsProtocol.TLSv1_0;
      case TLSV1_1 -> TlsProtocol.TLSv1_1;
      case TLSV1_2 -> TlsProtocol.TLSv1_2;
      case TLSV1_3 -> TlsProtocol.TLSv1_3;
    };
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
