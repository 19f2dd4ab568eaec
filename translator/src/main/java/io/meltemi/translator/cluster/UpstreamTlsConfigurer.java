package io.meltemi.translator.cluster;

import com.google.protobuf.Struct;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.meltemi.translator.tls.CertificateNames;
import io.meltemi.translator.tls.MeshIdentity;
import io.meltemi.translator.tls.Secrets;
import io.meltemi.translator.tls.TransportSockets;

/** {@code transport_socket}: TLS towards the endpoints. */
final class UpstreamTlsConfigurer {

  private UpstreamTlsConfigurer() {}

  static void configure(UpstreamTls tls, Cluster.Builder cluster) {
    switch (tls) {
      case UpstreamTls.Plaintext _ -> {}
      case UpstreamTls.Originate originate ->
          cluster.setTransportSocket(TransportSockets.tls(context(originate)));
      case UpstreamTls.Mutual mutual -> configure(mutual, cluster);
    }
  }

  private static void configure(UpstreamTls.Mutual tls, Cluster.Builder cluster) {
    TransportSocket socket = TransportSockets.tls(context(tls));
    if (!tls.whereAble()) {
      cluster.setTransportSocket(socket);
      return;
    }
    cluster
        .addTransportSocketMatches(
            Cluster.TransportSocketMatch.newBuilder()
                .setName("tlsMode-istio")
                .setMatch(TransportSockets.MUTUAL_TLS)
                .setTransportSocket(socket))
        .addTransportSocketMatches(
            Cluster.TransportSocketMatch.newBuilder()
                .setName("tlsMode-disabled")
                .setMatch(Struct.getDefaultInstance())
                .setTransportSocket(TransportSockets.PLAINTEXT));
  }

  private static UpstreamTlsContext context(UpstreamTls.Mutual tls) {
    CommonTlsContext.Builder common = CommonTlsContext.newBuilder().addAllAlpnProtocols(tls.alpn());
    CertificateValidationContext.Builder names = CertificateValidationContext.newBuilder();
    CertificateNames.exact(names, tls.subjectAltNames());
    MeshIdentity.configure(common, tls.secrets(), names.build(), tls.limits());
    return UpstreamTlsContext.newBuilder().setCommonTlsContext(common).setSni(tls.sni()).build();
  }

  private static UpstreamTlsContext context(UpstreamTls.Originate tls) {
    CommonTlsContext.Builder common = CommonTlsContext.newBuilder();
    if (!tls.clientCertificate().isEmpty()) {
      common.addTlsCertificates(
          TlsCertificate.newBuilder()
              .setCertificateChain(file(tls.clientCertificate()))
              .setPrivateKey(file(tls.privateKey())));
    }
    tls.identitySecret()
        .ifPresent(secret -> common.addTlsCertificateSdsSecretConfigs(reference(secret)));
    if (!tls.skipVerify()) {
      validation(common, tls);
    }
    if (tls.h2()) {
      common.addAlpnProtocols("h2");
    }
    common.setTlsParams(tls.limits().toProto());
    return UpstreamTlsContext.newBuilder().setCommonTlsContext(common).setSni(tls.sni()).build();
  }

  private static void validation(CommonTlsContext.Builder common, UpstreamTls.Originate tls) {
    CertificateValidationContext.Builder validation = CertificateValidationContext.newBuilder();
    CertificateNames.exact(validation, tls.subjectAltNames());
    if (!tls.crl().isEmpty()) {
      validation.setCrl(file(tls.crl()));
    }
    if (tls.rootsSecret().isEmpty()) {
      common.setValidationContext(validation.setTrustedCa(file(tls.caCertificates())));
      return;
    }
    common.setCombinedValidationContext(
        CommonTlsContext.CombinedCertificateValidationContext.newBuilder()
            .setDefaultValidationContext(validation)
            .setValidationContextSdsSecretConfig(reference(tls.rootsSecret().get())));
  }

  private static SdsSecretConfig reference(UpstreamTls.SecretName secret) {
    return secret.isThere()
        ? Secrets.ofUserSoon(secret.name())
        : Secrets.ofUserMissing(secret.name());
  }

  private static DataSource file(String path) {
    return DataSource.newBuilder().setFilename(path).build();
  }
}
