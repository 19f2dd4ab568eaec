package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.BoolValue;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.meltemi.translator.config.ServerTls;
import io.meltemi.translator.xds.Protos;

/** Writes TLS termination. */
final class DownstreamTlsConfigurer {

  private static final ImmutableList<SubjectAltNameMatcher.SanType> SAN_TYPES =
      ImmutableList.of(SubjectAltNameMatcher.SanType.DNS, SubjectAltNameMatcher.SanType.URI);

  private DownstreamTlsConfigurer() {}

  static void configure(FilterChain.Builder chain, DownstreamTls tls) {
    CommonTlsContext.Builder common =
        CommonTlsContext.newBuilder().setTlsParams(parameters(tls)).addAllAlpnProtocols(tls.alpn());
    tls.certificates().forEach(certificate -> common.addTlsCertificates(certificate(certificate)));
    if (!tls.caCertificates().isEmpty()) {
      common.setValidationContext(validation(tls));
    }
    DownstreamTlsContext.Builder context =
        DownstreamTlsContext.newBuilder().setCommonTlsContext(common);
    if (tls.requireClientCertificate()) {
      context.setRequireClientCertificate(BoolValue.of(true));
    }
    chain.setTransportSocket(
        TransportSocket.newBuilder()
            .setName("envoy.transport_sockets.tls")
            .setTypedConfig(Protos.any(context.build())));
  }

  private static TlsCertificate certificate(ServerTls.Certificate files) {
    return TlsCertificate.newBuilder()
        .setCertificateChain(file(files.serverCertificate()))
        .setPrivateKey(file(files.privateKey()))
        .build();
  }

  private static CertificateValidationContext validation(DownstreamTls tls) {
    CertificateValidationContext.Builder validation =
        CertificateValidationContext.newBuilder()
            .setTrustedCa(file(tls.caCertificates()))
            .addAllVerifyCertificateSpki(tls.spki())
            .addAllVerifyCertificateHash(tls.hashes());
    if (!tls.caCrl().isEmpty()) {
      validation.setCrl(file(tls.caCrl()));
    }
    for (String name : tls.subjectAltNames()) {
      for (SubjectAltNameMatcher.SanType type : SAN_TYPES) {
        validation.addMatchTypedSubjectAltNames(
            SubjectAltNameMatcher.newBuilder()
                .setSanType(type)
                .setMatcher(StringMatcher.newBuilder().setExact(name)));
      }
    }
    return validation.build();
  }

  private static TlsParameters parameters(DownstreamTls tls) {
    return TlsParameters.newBuilder()
        .setTlsMinimumProtocolVersion(
            tls.minVersion() == ServerTls.Protocol.TLS_AUTO
                ? TlsParameters.TlsProtocol.TLSv1_2
                : version(tls.minVersion()))
        .setTlsMaximumProtocolVersion(version(tls.maxVersion()))
        .addAllCipherSuites(tls.cipherSuites())
        .build();
  }

  private static TlsParameters.TlsProtocol version(ServerTls.Protocol version) {
    return switch (version) {
      case TLS_AUTO -> TlsParameters.TlsProtocol.TLS_AUTO;
      case TLSV1_0 -> TlsParameters.TlsProtocol.TLSv1_0;
      case TLSV1_1 -> TlsParameters.TlsProtocol.TLSv1_1;
      case TLSV1_2 -> TlsParameters.TlsProtocol.TLSv1_2;
      case TLSV1_3 -> TlsParameters.TlsProtocol.TLSv1_3;
    };
  }

  private static DataSource file(String path) {
    return DataSource.newBuilder().setFilename(path).build();
  }
}
