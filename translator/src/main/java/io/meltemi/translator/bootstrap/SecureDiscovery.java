package io.meltemi.translator.bootstrap;

import com.google.common.net.InetAddresses;
import com.google.protobuf.Any;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;

/**
 * Makes a cluster reach istiod over TLS, verify its name, and say who the proxy is by the header
 * {@code authorization} of each stream, which Envoy fills from the token file.
 */
final class SecureDiscovery {

  private SecureDiscovery() {}

  static Cluster secured(Cluster plain, Discovery.Secure discovery) {
    return plain.toBuilder()
        .setTransportSocket(
            TransportSocket.newBuilder()
                .setName("envoy.transport_sockets.tls")
                .setTypedConfig(Any.pack(tls(discovery))))
        .build();
  }

  /** Upstream filters: the last one is the codec, as in the other direction it is the router. */
  static HttpProtocolOptions authenticating(HttpProtocolOptions options) {
    return options.toBuilder()
        .addHttpFilters(filter("envoy.filters.http.credential_injector", TokenInjector.filter()))
        .addHttpFilters(
            filter("envoy.filters.http.upstream_codec", UpstreamCodec.getDefaultInstance()))
        .build();
  }

  private static HttpFilter filter(String name, Message config) {
    return HttpFilter.newBuilder().setName(name).setTypedConfig(Any.pack(config)).build();
  }

  private static UpstreamTlsContext tls(Discovery.Secure discovery) {
    CommonTlsContext.Builder common =
        CommonTlsContext.newBuilder()
            .addAlpnProtocols("h2")
            .setTlsParams(
                TlsParameters.newBuilder()
                    .setTlsMinimumProtocolVersion(TlsParameters.TlsProtocol.TLSv1_2)
                    .setTlsMaximumProtocolVersion(TlsParameters.TlsProtocol.TLSv1_3));
    CertificateValidationContext name =
        CertificateValidationContext.newBuilder()
            .addMatchTypedSubjectAltNames(nameOf(discovery.serverName()))
            .build();
    discovery
        .rootSecret()
        .ifPresentOrElse(
            file ->
                common
                    .getCombinedValidationContextBuilder()
                    .setDefaultValidationContext(name)
                    .setValidationContextSdsSecretConfig(RootSecret.reference(file)),
            () ->
                common.setValidationContext(
                    RootSecret.roots(discovery.rootCertificate()).toBuilder().mergeFrom(name)));
    UpstreamTlsContext.Builder context =
        UpstreamTlsContext.newBuilder().setCommonTlsContext(common);
    if (!InetAddresses.isInetAddress(discovery.serverName())) {
      context.setSni(discovery.serverName());
    }
    return context.build();
  }

  private static SubjectAltNameMatcher nameOf(String serverName) {
    return SubjectAltNameMatcher.newBuilder()
        .setSanType(
            InetAddresses.isInetAddress(serverName)
                ? SubjectAltNameMatcher.SanType.IP_ADDRESS
                : SubjectAltNameMatcher.SanType.DNS)
        .setMatcher(StringMatcher.newBuilder().setExact(serverName))
        .build();
  }
}
