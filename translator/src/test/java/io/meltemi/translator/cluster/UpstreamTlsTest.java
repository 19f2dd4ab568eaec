package io.meltemi.translator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.ProxyProtocolConfig;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.extensions.transport_sockets.proxy_protocol.v3.ProxyProtocolUpstreamTransport;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.meltemi.translator.config.ClientTls;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.TrafficPolicy;
import io.meltemi.translator.destination.Rules;
import io.meltemi.translator.model.Protocol;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UpstreamTlsTest {

  @Test
  void disabledIsInTheClear() {
    assertThat(Clusters.withPolicy(Rules.tls(ClientTls.Mode.DISABLE, "")).hasTransportSocket())
        .isFalse();
  }

  @Test
  void mutualWithoutACertificateFailsRatherThanGoInTheClear() {
    UpstreamTlsContext context = context(Rules.tls(ClientTls.Mode.ISTIO_MUTUAL, ""));
    var source = context.getCommonTlsContext().getTlsCertificateSdsSecretConfigs(0).getSdsConfig();
    assertThat(source.getInitialFetchTimeout()).isNotEqualTo(Duration.getDefaultInstance());
  }

  @Test
  void simpleTrustsTheSystemsRootsUnlessToldOtherwise() {
    UpstreamTlsContext context = context(Rules.tls(ClientTls.Mode.SIMPLE, "example.com"));
    assertThat(context.getSni()).isEqualTo("example.com");
    assertThat(context.getCommonTlsContext().getValidationContext().getTrustedCa().getFilename())
        .isEqualTo("/etc/ssl/certs/ca-certificates.crt");
    assertThat(context.getCommonTlsContext().getTlsCertificatesCount()).isZero();
  }

  @Test
  void mutualShowsTheClientsCertificate() {
    UpstreamTlsContext context =
        context(
            new ClientTls(
                ClientTls.Mode.MUTUAL,
                "/c/cert.pem",
                "/c/key.pem",
                "/c/ca.pem",
                "",
                ImmutableList.of("spiffe://td/ns/a/sa/b", "example.com", "10.0.0.1"),
                "",
                Optional.empty(),
                "/c/crl.pem"));
    var common = context.getCommonTlsContext();
    assertThat(common.getTlsCertificates(0).getCertificateChain().getFilename())
        .isEqualTo("/c/cert.pem");
    assertThat(common.getTlsCertificates(0).getPrivateKey().getFilename()).isEqualTo("/c/key.pem");
    var validation = common.getValidationContext();
    assertThat(validation.getTrustedCa().getFilename()).isEqualTo("/c/ca.pem");
    assertThat(validation.getCrl().getFilename()).isEqualTo("/c/crl.pem");
    assertThat(
            validation.getMatchTypedSubjectAltNamesList().stream()
                .map(SubjectAltNameMatcher::getSanType))
        .containsExactly(
            SubjectAltNameMatcher.SanType.URI,
            SubjectAltNameMatcher.SanType.DNS,
            SubjectAltNameMatcher.SanType.IP_ADDRESS);
  }

  @Test
  void skippingVerificationLeavesOutWhatWouldVerify() {
    UpstreamTlsContext context =
        context(
            new ClientTls(
                ClientTls.Mode.SIMPLE,
                "",
                "",
                "",
                "",
                ImmutableList.of("example.com"),
                "",
                Optional.of(true),
                ""));
    assertThat(context.getCommonTlsContext().hasValidationContext()).isFalse();
  }

  @Test
  void http2IsNegotiated() {
    Cluster cluster =
        Clusters.with(MeshConfig.EMPTY, Protocol.GRPC, Rules.tls(ClientTls.Mode.SIMPLE, "a.com"));
    assertThat(
            unpack(cluster.getTransportSocket(), UpstreamTlsContext.class)
                .getCommonTlsContext()
                .getAlpnProtocolsList())
        .containsExactly("h2");
  }

  @Test
  void theProxyProtocolGoesAroundTls() {
    Cluster cluster =
        Clusters.withPolicy(
            Rules.tls(ClientTls.Mode.SIMPLE, "a.com"),
            new TrafficPolicy.ProxyProtocol(TrafficPolicy.ProxyProtocol.Version.V2));
    ProxyProtocolUpstreamTransport outer =
        unpack(cluster.getTransportSocket(), ProxyProtocolUpstreamTransport.class);
    assertThat(outer.getConfig().getVersion()).isEqualTo(ProxyProtocolConfig.Version.V2);
    assertThat(outer.getTransportSocket().getName()).isEqualTo("envoy.transport_sockets.tls");
  }

  private static UpstreamTlsContext context(ClientTls tls) {
    return unpack(Clusters.withPolicy(tls).getTransportSocket(), UpstreamTlsContext.class);
  }

  private static <T extends Message> T unpack(TransportSocket socket, Class<T> type) {
    try {
      return socket.getTypedConfig().unpack(type);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
