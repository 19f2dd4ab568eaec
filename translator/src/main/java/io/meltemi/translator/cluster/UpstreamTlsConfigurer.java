package io.meltemi.translator.cluster;

import com.google.common.net.InetAddresses;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.xds.Protos;

/** {@code transport_socket}: TLS towards the endpoints. */
final class UpstreamTlsConfigurer {
  private static final String NAME = "envoy.transport_sockets.tls";

  private UpstreamTlsConfigurer() {}

  static void configure(UpstreamTls tls, Cluster.Builder cluster) {
    switch (tls) {
      case UpstreamTls.Plaintext _ -> {}
      case UpstreamTls.Originate originate ->
          cluster.setTransportSocket(
              TransportSocket.newBuilder()
                  .setName(NAME)
                  .setTypedConfig(Protos.any(context(originate))));
    }
  }

  private static UpstreamTlsContext context(UpstreamTls.Originate tls) {
    CommonTlsContext.Builder common = CommonTlsContext.newBuilder();
    if (!tls.clientCertificate().isEmpty()) {
      common.addTlsCertificates(
          TlsCertificate.newBuilder()
              .setCertificateChain(file(tls.clientCertificate()))
              .setPrivateKey(file(tls.privateKey())));
    }
    if (!tls.skipVerify()) {
      common.setValidationContext(validation(tls));
    }
    if (tls.h2()) {
      common.addAlpnProtocols("h2");
    }
    tls.limits().ifPresent(limits -> common.setTlsParams(parameters(limits)));
    return UpstreamTlsContext.newBuilder().setCommonTlsContext(common).setSni(tls.sni()).build();
  }

  private static CertificateValidationContext validation(UpstreamTls.Originate tls) {
    CertificateValidationContext.Builder validation =
        CertificateValidationContext.newBuilder().setTrustedCa(file(tls.caCertificates()));
    if (!tls.crl().isEmpty()) {
      validation.setCrl(file(tls.crl()));
    }
    for (String name : tls.subjectAltNames()) {
      validation.addMatchTypedSubjectAltNames(
          SubjectAltNameMatcher.newBuilder()
              .setSanType(sanType(name))
              .setMatcher(StringMatcher.newBuilder().setExact(name)));
    }
    return validation.build();
  }

  private static SubjectAltNameMatcher.SanType sanType(String name) {
    if (name.contains("://")) {
      return SubjectAltNameMatcher.SanType.URI;
    }
    return InetAddresses.isInetAddress(name)
        ? SubjectAltNameMatcher.SanType.IP_ADDRESS
        : SubjectAltNameMatcher.SanType.DNS;
  }

  private static TlsParameters parameters(MeshConfig.TlsConfig limits) {
    return TlsParameters.newBuilder()
        .setTlsMinimumProtocolVersion(
            switch (limits.minProtocolVersion()) {
              case TLS_AUTO -> TlsParameters.TlsProtocol.TLS_AUTO;
              case TLSV1_2 -> TlsParameters.TlsProtocol.TLSv1_2;
              case TLSV1_3 -> TlsParameters.TlsProtocol.TLSv1_3;
            })
        // Envoy's client stops at 1.2 unless told otherwise.
        .setTlsMaximumProtocolVersion(TlsParameters.TlsProtocol.TLSv1_3)
        .addAllCipherSuites(limits.cipherSuites())
        .addAllEcdhCurves(limits.ecdhCurves())
        .build();
  }

  private static DataSource file(String path) {
    return DataSource.newBuilder().setFilename(path).build();
  }
}
