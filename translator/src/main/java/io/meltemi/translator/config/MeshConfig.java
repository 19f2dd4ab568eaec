package io.meltemi.translator.config;

import com.google.common.collect.ImmutableList;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of the whole mesh.
 *
 * <p>Unlike the other kinds it is read on top of Istio's defaults, most of which are not zero, so
 * every scalar is an {@code Optional} (or a string that may be empty): an explicit {@code false}
 * must win over a default of {@code true}.
 */
@RecordBuilder
public record MeshConfig(
    Optional<Integer> proxyListenPort,
    Optional<Integer> proxyInboundListenPort,
    Optional<Integer> proxyHttpPort,
    Optional<Duration> connectTimeout,
    Optional<Duration> hboneIdleTimeout,
    Optional<Duration> protocolDetectionTimeout,
    Optional<ConnectionPool.TcpKeepalive> tcpKeepalive,
    Ingress ingress,
    Optional<Boolean> enableTracing,
    AccessLog accessLog,
    Optional<MeshProxyConfig> defaultConfig,
    Optional<OutboundTrafficPolicy> outboundTrafficPolicy,
    Optional<InboundTrafficPolicy> inboundTrafficPolicy,
    ImmutableList<ConfigSource> configSources,
    Optional<Boolean> enableAutoMtls,
    String trustDomain,
    ImmutableList<String> trustDomainAliases,
    ImmutableList<CertificateData> caCertificates,
    ImmutableList<String> defaultServiceExportTo,
    ImmutableList<String> defaultVirtualServiceExportTo,
    ImmutableList<String> defaultDestinationRuleExportTo,
    String rootNamespace,
    Optional<LocalityLb> localityLbSetting,
    Optional<ZoneAwareLb> zoneAwareLbSetting,
    Optional<Duration> dnsRefreshRate,
    Optional<H2UpgradePolicy> h2UpgradePolicy,
    String inboundClusterStatName,
    String outboundClusterStatName,
    ImmutableList<Certificate> certificates,
    ImmutableList<ServiceSettings> serviceSettings,
    ImmutableList<ServiceScopeConfig> serviceScopeConfigs,
    Optional<Boolean> enablePrometheusMerge,
    Optional<Boolean> verifyCertificateAtClient,
    Optional<CertificateAuthority> ca,
    ImmutableList<ExtensionProvider> extensionProviders,
    Optional<DefaultProviders> defaultProviders,
    ImmutableList<LabelSelector> discoverySelectors,
    Optional<PathNormalization> pathNormalization,
    Optional<HttpRetry> defaultHttpRetryPolicy,
    Optional<TlsConfig> meshMtls,
    Optional<TlsConfig> tlsDefaults,
    Optional<DefaultTrafficPolicy> defaultTrafficPolicy,
    Optional<ServiceEntryVisibility> serviceEntryVisibility)
    implements ConfigSpec, MeshConfigBuilder.With {

  /** Nothing but defaults. */
  public static final MeshConfig EMPTY =
      new MeshConfig(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Ingress.EMPTY,
          Optional.empty(),
          AccessLog.EMPTY,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          ImmutableList.of(),
          Optional.empty(),
          "",
          ImmutableList.of(),
          ImmutableList.of(),
          ImmutableList.of(),
          ImmutableList.of(),
          ImmutableList.of(),
          "",
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          "",
          "",
          ImmutableList.of(),
          ImmutableList.of(),
          ImmutableList.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          ImmutableList.of(),
          Optional.empty(),
          ImmutableList.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** As it holds for a proxy whose own configuration says some of it in another way. */
  public MeshConfig overlaid(MeshProxyConfig own) {
    MeshProxyConfig base = defaultConfig.orElse(own);
    return withDefaultConfig(
        Optional.of(
            base.withGatewayTopology(own.gatewayTopology().or(base::gatewayTopology))
                .withProxyHeaders(own.proxyHeaders().or(base::proxyHeaders))
                .withConnectionSettings(own.connectionSettings().or(base::connectionSettings))));
  }

  /** The {@code ingress*} fields: which Kubernetes Ingress objects are served, and where. */
  public record Ingress(
      String ingressClass,
      String ingressService,
      Optional<IngressControllerMode> ingressControllerMode,
      String ingressSelector) {

    public static final Ingress EMPTY = new Ingress("", "", Optional.empty(), "");
  }

  /** Which Ingress objects are served: none, those without a class too, or only our class. */
  public enum IngressControllerMode {
    UNSPECIFIED,
    OFF,
    DEFAULT,
    STRICT
  }

  /** The {@code accessLog*} fields and their neighbours. An empty file means no log. */
  public record AccessLog(
      String accessLogFile,
      String accessLogFormat,
      Optional<Encoding> accessLogEncoding,
      Optional<Boolean> enableEnvoyAccessLogService,
      Optional<Boolean> disableEnvoyListenerLog) {

    public static final AccessLog EMPTY =
        new AccessLog("", "", Optional.empty(), Optional.empty(), Optional.empty());

    /** The format of a line. */
    public enum Encoding {
      TEXT,
      JSON
    }
  }

  /** What happens to traffic to hosts that the mesh does not know. */
  public record OutboundTrafficPolicy(
      Optional<OutboundTrafficPolicy.Mode> mode, Optional<ClientTls> tls) {

    /** Refused, sent on by address, or resolved and sent on by name. */
    public enum Mode {
      REGISTRY_ONLY,
      ALLOW_ANY,
      ALLOW_ANY_DYNAMIC_DNS
    }
  }

  /** Where inbound traffic goes on a port that nothing was said about. */
  public record InboundTrafficPolicy(Optional<InboundTrafficPolicy.Mode> mode) {

    /** To the address it was sent to, or to localhost. */
    public enum Mode {
      PASSTHROUGH,
      LOCALHOST
    }
  }

  /** Another server to read configuration from. */
  public record ConfigSource(
      String address, Optional<ClientTls> tlsSettings, ImmutableList<String> subscribedResources) {}

  /** A root to trust besides the mesh's own; one of {@code pem} and {@code spiffeBundleUrl}. */
  public record CertificateData(
      String pem,
      String spiffeBundleUrl,
      ImmutableList<String> certSigners,
      ImmutableList<String> trustDomains) {}

  /** Whether HTTP/1.1 is sent as HTTP/2 inside the mesh. */
  public enum H2UpgradePolicy {
    DO_NOT_UPGRADE,
    UPGRADE
  }

  /** Deprecated: DNS certificates signed by the platform. */
  public record Certificate(String secretName, ImmutableList<String> dnsNames) {}

  /** Settings of the services of these hosts. */
  public record ServiceSettings(boolean clusterLocal, ImmutableList<String> hosts) {}

  /** How far the selected services are seen in a mesh of several clusters. */
  public record ServiceScopeConfig(
      Optional<LabelSelector> namespaceSelector,
      Optional<LabelSelector> servicesSelector,
      Scope scope) {

    /** This cluster or all. */
    public enum Scope {
      LOCAL,
      GLOBAL
    }
  }

  /** A certificate authority other than istiod. */
  public record CertificateAuthority(
      String address,
      Optional<ClientTls> tlsSettings,
      Optional<Duration> requestTimeout,
      boolean istiodSide) {}

  /** Names of extension providers used where a Telemetry names none. */
  public record DefaultProviders(
      ImmutableList<String> tracing,
      ImmutableList<String> metrics,
      ImmutableList<String> accessLogging) {}

  /** How paths are normalised before they are matched. */
  public record PathNormalization(NormalizationType normalization) {

    public enum NormalizationType {
      DEFAULT,
      NONE,
      BASE,
      MERGE_SLASHES,
      DECODE_AND_MERGE_SLASHES
    }
  }

  /** Limits of TLS. */
  public record TlsConfig(
      MinProtocol minProtocolVersion,
      ImmutableList<String> ecdhCurves,
      ImmutableList<String> cipherSuites) {

    public enum MinProtocol {
      TLS_AUTO,
      TLSV1_2,
      TLSV1_3
    }
  }

  /** What applies where no DestinationRule says something else. */
  public record DefaultTrafficPolicy(
      Optional<ConnectionPool> connectionPool, Optional<OutlierDetection> outlierDetection) {}

  /** To whom ServiceEntries of some namespaces are visible. */
  public record ServiceEntryVisibility(
      Visibility defaultVisibility, boolean applyToSidecars, ImmutableList<Policy> policies) {

    public enum Visibility {
      VISIBILITY_UNSPECIFIED,
      NONE,
      NAMESPACE,
      PUBLIC
    }

    /** The visibility for namespaces that one of the selectors selects. */
    public record Policy(Visibility visibility, ImmutableList<LabelSelector> namespaceSelectors) {}
  }
}
