package io.meltemi.translator.listener;

import com.google.protobuf.BoolValue;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext.TrustChainVerification;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.CombinedCertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import io.meltemi.translator.config.ServerTls;
import io.meltemi.translator.tls.CertificateNames;
import io.meltemi.translator.tls.Secrets;
import io.meltemi.translator.tls.TransportSockets;

/** Writes TLS termination. */
final class DownstreamTlsConfigurer {

  private DownstreamTlsConfigurer() {}

  static void configure(FilterChain.Builder chain, DownstreamTls tls) {
    CommonTlsContext.Builder common =
        CommonTlsContext.newBuilder()
            .setTlsParams(tls.limits().toProto())
            .addAllAlpnProtocols(tls.alpn());
    certificates(common, tls.certificates());
    DownstreamTlsContext.Builder context = DownstreamTlsContext.newBuilder();
    switch (tls.clients()) {
      case DownstreamTls.Clients.Anybody _ -> {}
      case DownstreamTls.Clients.Verified verified -> {
        clients(common, verified);
        if (verified.required()) {
          context.setRequireClientCertificate(BoolValue.of(true));
        }
      }
    }
    chain.setTransportSocket(TransportSockets.tls(context.setCommonTlsContext(common).build()));
  }

  private static void certificates(
      CommonTlsContext.Builder common, DownstreamTls.Certificates certificates) {
    switch (certificates) {
      case DownstreamTls.Certificates.Files(var files) ->
          files.forEach(one -> common.addTlsCertificates(certificate(one)));
      case DownstreamTls.Certificates.Credentials(var names) ->
          names.forEach(name -> common.addTlsCertificateSdsSecretConfigs(Secrets.ofUser(name)));
      case DownstreamTls.Certificates.OfMesh(var source) ->
          common.addTlsCertificateSdsSecretConfigs(Secrets.ofMesh(Secrets.OWN_CERTIFICATE, source));
    }
  }

  private static TlsCertificate certificate(ServerTls.Certificate files) {
    return TlsCertificate.newBuilder()
        .setCertificateChain(file(files.serverCertificate()))
        .setPrivateKey(file(files.privateKey()))
        .build();
  }

  private static void clients(
      CommonTlsContext.Builder common, DownstreamTls.Clients.Verified clients) {
    CertificateValidationContext.Builder names = names(clients.names());
    switch (clients.trust()) {
      case DownstreamTls.Trust.Files(String caCertificates, String crl) -> {
        names.setTrustedCa(file(caCertificates));
        if (!crl.isEmpty()) {
          names.setCrl(file(crl));
        }
        common.setValidationContext(names);
      }
      case DownstreamTls.Trust.Anyone _ ->
          common.setValidationContext(
              names.setTrustChainVerification(TrustChainVerification.ACCEPT_UNTRUSTED));
      case DownstreamTls.Trust.Credential(String name) ->
          common.setCombinedValidationContext(combined(names, Secrets.ofUser(name)));
      case DownstreamTls.Trust.OfMesh(var source) ->
          common.setCombinedValidationContext(
              combined(names, Secrets.ofMesh(Secrets.ROOTS, source)));
    }
  }

  private static CombinedCertificateValidationContext combined(
      CertificateValidationContext.Builder names, SdsSecretConfig roots) {
    return CombinedCertificateValidationContext.newBuilder()
        .setDefaultValidationContext(names)
        .setValidationContextSdsSecretConfig(roots)
        .build();
  }

  private static CertificateValidationContext.Builder names(DownstreamTls.Names names) {
    CertificateValidationContext.Builder validation =
        CertificateValidationContext.newBuilder()
            .addAllVerifyCertificateSpki(names.spki())
            .addAllVerifyCertificateHash(names.hashes());
    CertificateNames.exact(validation, names.subjectAltNames());
    CertificateNames.uriPrefixes(validation, names.uriPrefixes());
    return validation;
  }

  private static DataSource file(String path) {
    return DataSource.newBuilder().setFilename(path).build();
  }
}
