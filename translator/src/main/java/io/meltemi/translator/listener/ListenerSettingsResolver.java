package io.meltemi.translator.listener;

import static io.meltemi.translator.config.MeshConfig.PathNormalization.NormalizationType.BASE;
import static io.meltemi.translator.config.MeshConfig.PathNormalization.NormalizationType.DEFAULT;

import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.MeshConfig.PathNormalization;
import io.meltemi.translator.config.MeshConfig.PathNormalization.NormalizationType;
import io.meltemi.translator.config.MeshProxyConfig;
import io.meltemi.translator.config.MeshProxyConfig.ConnectionSettings;
import io.meltemi.translator.config.MeshProxyConfig.ForwardClientCertDetails;
import io.meltemi.translator.config.MeshProxyConfig.ProxyHeaders;
import io.meltemi.translator.config.MeshProxyConfig.Topology;
import io.meltemi.translator.proxy.ProxyKind;
import java.time.Duration;
import java.util.Optional;

/** What MeshConfig says of listeners. */
final class ListenerSettingsResolver {

  private ListenerSettingsResolver() {}

  static ListenerSettings resolve(ListenerSettingsInputs inputs) {
    MeshConfig mesh = inputs.mesh();
    ProxyKind kind = inputs.kind();
    Optional<ConnectionSettings> limits =
        HttpLimitsResolver.resolve(
            mesh.defaultConfig().flatMap(MeshProxyConfig::connectionSettings), kind);
    Optional<Topology> topology =
        kind == ProxyKind.ROUTER
            ? mesh.defaultConfig().flatMap(MeshProxyConfig::gatewayTopology)
            : Optional.empty();
    return new ListenerSettings(
        // Istio's default: waiting for ever is safer than taking a slow client's HTTP for TCP.
        mesh.protocolDetectionTimeout().orElse(Duration.ZERO),
        AccessLogResolver.resolve(mesh.accessLog()),
        http(mesh, kind, topology, limits),
        limits
            .flatMap(ConnectionSettings::listenerPerConnectionBufferLimitBytes)
            .filter(bytes -> bytes >= 0),
        limits.flatMap(ConnectionSettings::listenerConnectionLimit).filter(limit -> limit > 0),
        topology.map(Topology::proxyProtocol).orElse(false));
  }

  private static HttpSettings http(
      MeshConfig mesh,
      ProxyKind kind,
      Optional<Topology> topology,
      Optional<ConnectionSettings> limits) {
    Optional<ProxyHeaders> headers = mesh.defaultConfig().flatMap(MeshProxyConfig::proxyHeaders);
    return new HttpSettings(
        normalization(mesh),
        Math.max(0, topology.map(Topology::numTrustedProxies).orElse(0)),
        forwardClientCert(kind, topology, headers),
        headers.flatMap(ProxyHeaders::setCurrentClientCertDetails),
        headers.flatMap(ProxyHeaders::server),
        !headers.flatMap(ProxyHeaders::requestIdDisabled).orElse(false),
        !headers.flatMap(ProxyHeaders::envoyDebugHeadersDisabled).orElse(false),
        headers.flatMap(ProxyHeaders::preserveHttp1HeaderCase).orElse(false),
        headers.flatMap(ProxyHeaders::xForwardedPortEnabled).orElse(false),
        limits);
  }

  private static NormalizationType normalization(MeshConfig mesh) {
    NormalizationType chosen =
        mesh.pathNormalization().map(PathNormalization::normalization).orElse(BASE);
    return chosen == DEFAULT ? BASE : chosen;
  }

  private static ForwardClientCertDetails forwardClientCert(
      ProxyKind kind, Optional<Topology> topology, Optional<ProxyHeaders> headers) {
    return switch (kind) {
      case ROUTER ->
          topology
              .map(Topology::forwardClientCertDetails)
              .orElse(ForwardClientCertDetails.UNDEFINED);
      case SIDECAR ->
          headers.map(ProxyHeaders::forwardedClientCert).orElse(ForwardClientCertDetails.UNDEFINED);
    };
  }
}
