package io.meltemi.translator.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.util.Optional;

/**
 * The API's {@code mesh.v1alpha1.ProxyConfig}: how proxies are started. It is MeshConfig's {@code
 * defaultConfig} and the annotation {@code proxy.istio.io/config}, and is laid over defaults like
 * MeshConfig itself. Not to be confused with the object {@link ProxyConfig}.
 */
@RecordBuilder
public record MeshProxyConfig(
    String configPath,
    String binaryPath,
    String serviceCluster,
    Optional<TracingServiceName> tracingServiceName,
    Optional<Duration> drainDuration,
    String discoveryAddress,
    Optional<Duration> discoveryRefreshDelay,
    String zipkinAddress,
    String statsdUdpAddress,
    String envoyMetricsServiceAddress,
    Optional<Integer> proxyAdminPort,
    String availabilityZone,
    Optional<AuthenticationPolicy> controlPlaneAuthPolicy,
    String customConfigFile,
    Optional<Integer> statNameLength,
    Optional<Integer> concurrency,
    String proxyBootstrapTemplatePath,
    Optional<InboundInterceptionMode> interceptionMode,
    Optional<Tracing> tracing,
    Optional<Sds> sds,
    Optional<RemoteService> envoyAccessLogService,
    Optional<RemoteService> envoyMetricsService,
    ImmutableSortedMap<String, String> proxyMetadata,
    ImmutableSortedMap<String, String> runtimeValues,
    Optional<Integer> statusPort,
    ImmutableList<String> extraStatTags,
    Optional<Topology> gatewayTopology,
    Optional<Duration> terminationDrainDuration,
    String meshId,
    Optional<ReadinessProbe> readinessProbe,
    Optional<StatsMatcher> proxyStatsMatcher,
    Optional<Boolean> holdApplicationUntilProxyStarts,
    ImmutableList<String> caCertificatesPem,
    Optional<ProxyConfig.Image> image,
    Optional<PrivateKeyProvider> privateKeyProvider,
    Optional<ProxyHeaders> proxyHeaders,
    Optional<Duration> fileFlushInterval,
    Optional<Integer> fileFlushMinSizeKb,
    Optional<Boolean> statsCompression,
    Optional<ConnectionSettings> connectionSettings)
    implements MeshProxyConfigBuilder.With {

  /** Whether it says anything that istiod tells the proxy while it runs. */
  public boolean isTold() {
    return gatewayTopology.isPresent()
        || proxyHeaders.isPresent()
        || connectionSettings.isPresent();
  }

  /** What a proxy calls itself in traces. */
  public enum TracingServiceName {
    APP_LABEL_AND_NAMESPACE,
    CANONICAL_NAME_ONLY,
    CANONICAL_NAME_AND_NAMESPACE
  }

  /** How a proxy talks to istiod. */
  public enum AuthenticationPolicy {
    NONE,
    MUTUAL_TLS,
    INHERIT
  }

  /** How inbound traffic comes to the proxy. */
  public enum InboundInterceptionMode {
    REDIRECT,
    TPROXY,
    NONE
  }

  /** Where traces go, and what is in them. {@code sampling} is in percent. */
  public record Tracing(
      Optional<Tracer> tracer,
      ImmutableSortedMap<String, CustomTag> customTags,
      int maxPathTagLength,
      Optional<Double> sampling,
      Optional<ClientTls> tlsSettings,
      Optional<Boolean> enableIstioTags) {}

  /** The kind of tracer and its address. */
  public sealed interface Tracer {

    record Zipkin(String address) implements Tracer {}

    record Lightstep(String address, String accessToken) implements Tracer {}

    record Datadog(String address) implements Tracer {}

    record Stackdriver(
        boolean debug,
        Optional<Long> maxNumberOfAttributes,
        Optional<Long> maxNumberOfAnnotations,
        Optional<Long> maxNumberOfMessageEvents)
        implements Tracer {}

    record OpenCensusAgent(String address, ImmutableList<String> context) implements Tracer {}
  }

  /** Deprecated and without effect. */
  public record Sds(boolean enabled, String k8sSaJwtPath) {}

  /** A gRPC service outside the mesh's own configuration. */
  public record RemoteService(
      String address,
      Optional<ClientTls> tlsSettings,
      Optional<ConnectionPool.TcpKeepalive> tcpKeepalive) {}

  /** What stands in front of a gateway. */
  public record Topology(
      int numTrustedProxies,
      ForwardClientCertDetails forwardClientCertDetails,
      boolean proxyProtocol) {}

  /** What becomes of {@code x-forwarded-client-cert}. */
  public enum ForwardClientCertDetails {
    UNDEFINED,
    SANITIZE,
    FORWARD_ONLY,
    APPEND_FORWARD,
    SANITIZE_SET,
    ALWAYS_FORWARD_ONLY
  }

  /** Envoy statistics to keep besides the ones Istio needs. */
  public record StatsMatcher(
      ImmutableList<String> inclusionPrefixes,
      ImmutableList<String> inclusionSuffixes,
      ImmutableList<String> inclusionRegexps) {}

  /** Hardware that signs. */
  public sealed interface PrivateKeyProvider {

    record CryptoMb(Optional<Duration> pollDelay, Optional<Boolean> fallback)
        implements PrivateKeyProvider {}

    record Qat(Optional<Duration> pollDelay, Optional<Boolean> fallback)
        implements PrivateKeyProvider {}
  }

  /** Which headers proxies add. The flags are {@code disabled} or {@code enabled} as named. */
  public record ProxyHeaders(
      ForwardClientCertDetails forwardedClientCert,
      Optional<ClientCertDetails> setCurrentClientCertDetails,
      Optional<Boolean> requestIdDisabled,
      Optional<ServerHeader> server,
      Optional<Boolean> attemptCountDisabled,
      Optional<Boolean> envoyDebugHeadersDisabled,
      Optional<MetadataExchangeMode> metadataExchangeHeaders,
      Optional<Boolean> preserveHttp1HeaderCase,
      Optional<Boolean> xForwardedHostEnabled,
      Optional<Boolean> xForwardedPortEnabled) {}

  /** The parts of the client's certificate that {@code SANITIZE_SET} and the like add. */
  public record ClientCertDetails(
      Optional<Boolean> subject,
      Optional<Boolean> cert,
      Optional<Boolean> chain,
      Optional<Boolean> dns,
      Optional<Boolean> uri) {}

  /** The header {@code server}: another value, or left as it is. */
  public record ServerHeader(Optional<Boolean> disabled, String value) {}

  /** Whether the headers that exchange workload metadata leave the mesh. */
  public enum MetadataExchangeMode {
    UNDEFINED,
    IN_MESH
  }

  /** Limits of connections, for sidecars or for the edge. */
  public record ConnectionSettings(
      Profile profile,
      Optional<Integer> listenerPerConnectionBufferLimitBytes,
      Optional<Integer> clusterPerConnectionBufferLimitBytes,
      Optional<Duration> httpIdleTimeout,
      Optional<Duration> httpMaxConnectionDuration,
      Optional<Duration> httpDrainTimeout,
      Optional<Duration> httpRequestTimeout,
      Optional<Duration> httpRequestHeadersTimeout,
      Optional<Duration> httpStreamIdleTimeout,
      Optional<Duration> httpMaxStreamDuration,
      Optional<Integer> httpMaxConcurrentStreams,
      Optional<Integer> http2InitialStreamWindowSize,
      Optional<Integer> http2InitialConnectionWindowSize,
      UnderscoresAction httpHeadersWithUnderscoresAction,
      Optional<Boolean> httpMergeSlashes,
      EscapedSlashesAction httpPathWithEscapedSlashesAction,
      Optional<Integer> listenerConnectionLimit,
      Optional<Integer> globalDownstreamConnectionLimit) {

    public enum Profile {
      SIDECAR,
      EDGE
    }

    public enum UnderscoresAction {
      HEADERS_WITH_UNDERSCORES_UNSPECIFIED,
      HEADERS_WITH_UNDERSCORES_ALLOW,
      HEADERS_WITH_UNDERSCORES_REJECT_REQUEST,
      HEADERS_WITH_UNDERSCORES_DROP_HEADER
    }

    public enum EscapedSlashesAction {
      PATH_WITH_ESCAPED_SLASHES_UNSPECIFIED,
      KEEP_UNCHANGED,
      REJECT_REQUEST,
      UNESCAPE_AND_REDIRECT,
      UNESCAPE_AND_FORWARD
    }
  }
}
