package io.meltemi.translator.config.decode;

import io.meltemi.translator.config.MeshProxyConfig;
import java.util.Optional;

/** Reads a {@link MeshProxyConfig}. */
final class MeshProxyConfigDecoder {

  private MeshProxyConfigDecoder() {}

  static MeshProxyConfig meshProxyConfig(ObjectReader in) {
    return new MeshProxyConfig(
        in.string("configPath"),
        in.string("binaryPath"),
        in.string("serviceCluster"),
        in.optionalEnumeration("tracingServiceName", MeshProxyConfig.TracingServiceName.class),
        in.duration("drainDuration"),
        in.string("discoveryAddress"),
        in.duration("discoveryRefreshDelay"),
        in.string("zipkinAddress"),
        in.string("statsdUdpAddress"),
        in.string("envoyMetricsServiceAddress"),
        in.optionalInteger("proxyAdminPort"),
        in.string("availabilityZone"),
        in.optionalEnumeration(
            "controlPlaneAuthPolicy", MeshProxyConfig.AuthenticationPolicy.class),
        in.string("customConfigFile"),
        in.optionalInteger("statNameLength"),
        in.optionalInteger("concurrency"),
        in.string("proxyBootstrapTemplatePath"),
        in.optionalEnumeration("interceptionMode", MeshProxyConfig.InboundInterceptionMode.class),
        in.object("tracing", MeshProxyConfigDecoder::tracing),
        in.object("sds", MeshProxyConfigDecoder::sds),
        in.object("envoyAccessLogService", MeshProxyConfigDecoder::remoteService),
        in.object("envoyMetricsService", MeshProxyConfigDecoder::remoteService),
        in.stringMap("proxyMetadata"),
        in.stringMap("runtimeValues"),
        in.optionalInteger("statusPort"),
        in.strings("extraStatTags"),
        in.object("gatewayTopology", MeshProxyConfigDecoder::topology),
        in.duration("terminationDrainDuration"),
        in.string("meshId"),
        in.object("readinessProbe", SharedDecoder::readinessProbe),
        in.object("proxyStatsMatcher", MeshProxyConfigDecoder::statsMatcher),
        in.optionalBool("holdApplicationUntilProxyStarts"),
        in.strings("caCertificatesPem"),
        in.object("image", ProxyConfigDecoder::image),
        in.objectOrEmpty("privateKeyProvider", MeshProxyConfigDecoder::privateKeyProvider),
        in.object("proxyHeaders", MeshProxyConfigDecoder::proxyHeaders),
        in.duration("fileFlushInterval"),
        in.optionalUnsigned("fileFlushMinSizeKb"),
        in.optionalBool("statsCompression"),
        in.object("connectionSettings", MeshProxyConfigDecoder::connectionSettings));
  }

  private static MeshProxyConfig.Tracing tracing(ObjectReader in) {
    return new MeshProxyConfig.Tracing(
        tracer(in),
        in.map("customTags", SharedDecoder::customTag),
        in.unsigned("maxPathTagLength"),
        in.optionalDouble("sampling"),
        in.object("tlsSettings", TrafficPolicyDecoder::clientTls),
        in.optionalBool("enableIstioTags"));
  }

  private static MeshProxyConfig.Sds sds(ObjectReader in) {
    return new MeshProxyConfig.Sds(in.bool("enabled"), in.string("k8sSaJwtPath"));
  }

  private static MeshProxyConfig.RemoteService remoteService(ObjectReader in) {
    return new MeshProxyConfig.RemoteService(
        in.string("address"),
        in.object("tlsSettings", TrafficPolicyDecoder::clientTls),
        in.object("tcpKeepalive", TrafficPolicyDecoder::tcpKeepalive));
  }

  private static MeshProxyConfig.Topology topology(ObjectReader in) {
    return new MeshProxyConfig.Topology(
        in.unsigned("numTrustedProxies"),
        in.enumeration("forwardClientCertDetails", MeshProxyConfig.ForwardClientCertDetails.class),
        in.object("proxyProtocol", _ -> true).orElse(false));
  }

  private static MeshProxyConfig.StatsMatcher statsMatcher(ObjectReader in) {
    return new MeshProxyConfig.StatsMatcher(
        in.strings("inclusionPrefixes"),
        in.strings("inclusionSuffixes"),
        in.strings("inclusionRegexps"));
  }

  private static MeshProxyConfig.ProxyHeaders proxyHeaders(ObjectReader in) {
    return new MeshProxyConfig.ProxyHeaders(
        in.enumeration("forwardedClientCert", MeshProxyConfig.ForwardClientCertDetails.class),
        in.object("setCurrentClientCertDetails", MeshProxyConfigDecoder::clientCertDetails),
        disabled(in, "requestId"),
        in.object("server", MeshProxyConfigDecoder::serverHeader),
        disabled(in, "attemptCount"),
        disabled(in, "envoyDebugHeaders"),
        in.objectOrEmpty(
            "metadataExchangeHeaders",
            it -> it.optionalEnumeration("mode", MeshProxyConfig.MetadataExchangeMode.class)),
        in.optionalBool("preserveHttp1HeaderCase"),
        enabled(in, "xForwardedHost"),
        enabled(in, "xForwardedPort"));
  }

  private static MeshProxyConfig.ClientCertDetails clientCertDetails(ObjectReader in) {
    return new MeshProxyConfig.ClientCertDetails(
        in.optionalBool("subject"),
        in.optionalBool("cert"),
        in.optionalBool("chain"),
        in.optionalBool("dns"),
        in.optionalBool("uri"));
  }

  private static MeshProxyConfig.ServerHeader serverHeader(ObjectReader in) {
    return new MeshProxyConfig.ServerHeader(in.optionalBool("disabled"), in.string("value"));
  }

  private static MeshProxyConfig.ConnectionSettings connectionSettings(ObjectReader in) {
    return new MeshProxyConfig.ConnectionSettings(
        in.enumeration("profile", MeshProxyConfig.ConnectionSettings.Profile.class),
        in.optionalInteger("listenerPerConnectionBufferLimitBytes"),
        in.optionalInteger("clusterPerConnectionBufferLimitBytes"),
        in.duration("httpIdleTimeout"),
        in.duration("httpMaxConnectionDuration"),
        in.duration("httpDrainTimeout"),
        in.duration("httpRequestTimeout"),
        in.duration("httpRequestHeadersTimeout"),
        in.duration("httpStreamIdleTimeout"),
        in.duration("httpMaxStreamDuration"),
        in.optionalInteger("httpMaxConcurrentStreams"),
        in.optionalInteger("http2InitialStreamWindowSize"),
        in.optionalInteger("http2InitialConnectionWindowSize"),
        in.enumeration(
            "httpHeadersWithUnderscoresAction",
            MeshProxyConfig.ConnectionSettings.UnderscoresAction.class),
        in.optionalBool("httpMergeSlashes"),
        in.enumeration(
            "httpPathWithEscapedSlashesAction",
            MeshProxyConfig.ConnectionSettings.EscapedSlashesAction.class),
        in.optionalInteger("listenerConnectionLimit"),
        in.optionalInteger("globalDownstreamConnectionLimit"));
  }

  private static MeshProxyConfig.Tracer.Stackdriver stackdriver(ObjectReader in) {
    return new MeshProxyConfig.Tracer.Stackdriver(
        in.bool("debug"),
        in.optionalLong("maxNumberOfAttributes"),
        in.optionalLong("maxNumberOfAnnotations"),
        in.optionalLong("maxNumberOfMessageEvents"));
  }

  private static MeshProxyConfig.Tracer.Zipkin zipkin(ObjectReader in) {
    return new MeshProxyConfig.Tracer.Zipkin(in.string("address"));
  }

  private static MeshProxyConfig.Tracer.Lightstep lightstep(ObjectReader in) {
    return new MeshProxyConfig.Tracer.Lightstep(in.string("address"), in.string("accessToken"));
  }

  private static MeshProxyConfig.Tracer.Datadog datadog(ObjectReader in) {
    return new MeshProxyConfig.Tracer.Datadog(in.string("address"));
  }

  private static MeshProxyConfig.Tracer.OpenCensusAgent openCensusAgent(ObjectReader in) {
    return new MeshProxyConfig.Tracer.OpenCensusAgent(in.string("address"), in.strings("context"));
  }

  private static MeshProxyConfig.PrivateKeyProvider.CryptoMb cryptoMb(ObjectReader in) {
    return new MeshProxyConfig.PrivateKeyProvider.CryptoMb(
        in.duration("pollDelay"), in.optionalBool("fallback"));
  }

  private static MeshProxyConfig.PrivateKeyProvider.Qat qat(ObjectReader in) {
    return new MeshProxyConfig.PrivateKeyProvider.Qat(
        in.duration("pollDelay"), in.optionalBool("fallback"));
  }

  private static Optional<MeshProxyConfig.Tracer> tracer(ObjectReader in) {
    String arm = in.oneOf("zipkin", "lightstep", "datadog", "stackdriver", "openCensusAgent");
    return switch (arm) {
      case "zipkin" -> in.object("zipkin", MeshProxyConfigDecoder::zipkin);
      case "lightstep" -> in.object("lightstep", MeshProxyConfigDecoder::lightstep);
      case "datadog" -> in.object("datadog", MeshProxyConfigDecoder::datadog);
      case "stackdriver" -> in.object("stackdriver", MeshProxyConfigDecoder::stackdriver);
      case "openCensusAgent" ->
          in.object("openCensusAgent", MeshProxyConfigDecoder::openCensusAgent);
      default -> Optional.empty();
    };
  }

  private static Optional<MeshProxyConfig.PrivateKeyProvider> privateKeyProvider(ObjectReader in) {
    in.oneOf("cryptomb", "qat");
    Optional<MeshProxyConfig.PrivateKeyProvider> cryptoMb =
        in.object("cryptomb", MeshProxyConfigDecoder::cryptoMb);
    Optional<MeshProxyConfig.PrivateKeyProvider> qat =
        in.object("qat", MeshProxyConfigDecoder::qat);
    return cryptoMb.isPresent() ? cryptoMb : qat;
  }

  private static Optional<Boolean> disabled(ObjectReader in, String header) {
    return in.objectOrEmpty(header, it -> it.optionalBool("disabled"));
  }

  private static Optional<Boolean> enabled(ObjectReader in, String header) {
    return in.objectOrEmpty(header, it -> it.optionalBool("enabled"));
  }
}
