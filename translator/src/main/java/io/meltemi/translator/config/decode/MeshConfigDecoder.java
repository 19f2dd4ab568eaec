package io.meltemi.translator.config.decode;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.LabelSelector;
import io.meltemi.translator.config.MeshConfig;

/** Reads {@link MeshConfig}. */
final class MeshConfigDecoder {

  private MeshConfigDecoder() {}

  static MeshConfig meshConfig(ObjectReader in) {
    return new MeshConfig(
        in.optionalInteger("proxyListenPort"),
        in.optionalInteger("proxyInboundListenPort"),
        in.optionalInteger("proxyHttpPort"),
        in.duration("connectTimeout"),
        in.duration("hboneIdleTimeout"),
        in.duration("protocolDetectionTimeout"),
        in.object("tcpKeepalive", TrafficPolicyDecoder::tcpKeepalive),
        in.here(MeshConfigDecoder::ingress),
        in.optionalBool("enableTracing"),
        in.here(MeshConfigDecoder::accessLog),
        in.object("defaultConfig", MeshProxyConfigDecoder::meshProxyConfig),
        in.object("outboundTrafficPolicy", MeshConfigDecoder::outboundTrafficPolicy),
        in.object("inboundTrafficPolicy", MeshConfigDecoder::inboundTrafficPolicy),
        in.list("configSources", MeshConfigDecoder::configSource),
        in.optionalBool("enableAutoMtls"),
        in.string("trustDomain"),
        in.strings("trustDomainAliases"),
        in.list("caCertificates", MeshConfigDecoder::certificateData),
        in.strings("defaultServiceExportTo"),
        in.strings("defaultVirtualServiceExportTo"),
        in.strings("defaultDestinationRuleExportTo"),
        in.string("rootNamespace"),
        in.object("localityLbSetting", LoadBalancerDecoder::localityLb),
        in.object("zoneAwareLbSetting", LoadBalancerDecoder::zoneAwareLb),
        in.duration("dnsRefreshRate"),
        in.optionalEnumeration("h2UpgradePolicy", MeshConfig.H2UpgradePolicy.class),
        in.string("inboundClusterStatName"),
        in.string("outboundClusterStatName"),
        in.list("certificates", MeshConfigDecoder::certificate),
        in.list("serviceSettings", MeshConfigDecoder::serviceSettings),
        in.list("serviceScopeConfigs", MeshConfigDecoder::serviceScopeConfig),
        in.optionalBool("enablePrometheusMerge"),
        in.optionalBool("verifyCertificateAtClient"),
        in.object("ca", MeshConfigDecoder::certificateAuthority),
        in.list("extensionProviders", ExtensionProviderDecoder::extensionProvider),
        in.object("defaultProviders", MeshConfigDecoder::defaultProviders),
        in.list("discoverySelectors", SharedDecoder::labelSelector),
        in.object("pathNormalization", MeshConfigDecoder::pathNormalization),
        in.object("defaultHttpRetryPolicy", SharedDecoder::httpRetry),
        in.object("meshMTLS", MeshConfigDecoder::tlsConfig),
        in.object("tlsDefaults", MeshConfigDecoder::tlsConfig),
        in.object("defaultTrafficPolicy", MeshConfigDecoder::defaultTrafficPolicy),
        in.object("serviceEntryVisibility", MeshConfigDecoder::serviceEntryVisibility));
  }

  private static MeshConfig.Ingress ingress(ObjectReader in) {
    return new MeshConfig.Ingress(
        in.string("ingressClass"),
        in.string("ingressService"),
        in.optionalEnumeration("ingressControllerMode", MeshConfig.IngressControllerMode.class),
        in.string("ingressSelector"));
  }

  private static MeshConfig.AccessLog accessLog(ObjectReader in) {
    return new MeshConfig.AccessLog(
        in.string("accessLogFile"),
        in.string("accessLogFormat"),
        in.optionalEnumeration("accessLogEncoding", MeshConfig.AccessLog.Encoding.class),
        in.optionalBool("enableEnvoyAccessLogService"),
        in.optionalBool("disableEnvoyListenerLog"));
  }

  private static MeshConfig.OutboundTrafficPolicy outboundTrafficPolicy(ObjectReader in) {
    return new MeshConfig.OutboundTrafficPolicy(
        in.optionalEnumeration("mode", MeshConfig.OutboundTrafficPolicy.Mode.class),
        in.object("tls", TrafficPolicyDecoder::clientTls));
  }

  private static MeshConfig.InboundTrafficPolicy inboundTrafficPolicy(ObjectReader in) {
    return new MeshConfig.InboundTrafficPolicy(
        in.optionalEnumeration("mode", MeshConfig.InboundTrafficPolicy.Mode.class));
  }

  private static MeshConfig.ConfigSource configSource(ObjectReader in) {
    return new MeshConfig.ConfigSource(
        in.string("address"),
        in.object("tlsSettings", TrafficPolicyDecoder::clientTls),
        in.strings("subscribedResources"));
  }

  private static MeshConfig.CertificateData certificateData(ObjectReader in) {
    return new MeshConfig.CertificateData(
        in.string("pem"),
        in.string("spiffeBundleUrl"),
        in.strings("certSigners"),
        in.strings("trustDomains"));
  }

  private static MeshConfig.Certificate certificate(ObjectReader in) {
    return new MeshConfig.Certificate(in.string("secretName"), in.strings("dnsNames"));
  }

  private static MeshConfig.ServiceSettings serviceSettings(ObjectReader in) {
    return new MeshConfig.ServiceSettings(
        in.objectOrEmpty("settings", settings -> settings.bool("clusterLocal")),
        in.strings("hosts"));
  }

  private static MeshConfig.ServiceScopeConfig serviceScopeConfig(ObjectReader in) {
    return new MeshConfig.ServiceScopeConfig(
        in.object("namespaceSelector", SharedDecoder::labelSelector),
        in.object("servicesSelector", SharedDecoder::labelSelector),
        in.enumeration("scope", MeshConfig.ServiceScopeConfig.Scope.class));
  }

  private static MeshConfig.CertificateAuthority certificateAuthority(ObjectReader in) {
    return new MeshConfig.CertificateAuthority(
        in.string("address"),
        in.object("tlsSettings", TrafficPolicyDecoder::clientTls),
        in.duration("requestTimeout"),
        in.bool("istiodSide"));
  }

  private static MeshConfig.DefaultProviders defaultProviders(ObjectReader in) {
    return new MeshConfig.DefaultProviders(
        in.strings("tracing"), in.strings("metrics"), in.strings("accessLogging"));
  }

  private static MeshConfig.PathNormalization pathNormalization(ObjectReader in) {
    return new MeshConfig.PathNormalization(
        in.enumeration("normalization", MeshConfig.PathNormalization.NormalizationType.class));
  }

  private static MeshConfig.TlsConfig tlsConfig(ObjectReader in) {
    return new MeshConfig.TlsConfig(
        in.enumeration("minProtocolVersion", MeshConfig.TlsConfig.MinProtocol.class),
        in.strings("ecdhCurves"),
        in.strings("cipherSuites"));
  }

  private static MeshConfig.DefaultTrafficPolicy defaultTrafficPolicy(ObjectReader in) {
    return new MeshConfig.DefaultTrafficPolicy(
        in.object("connectionPool", TrafficPolicyDecoder::connectionPool),
        in.object("outlierDetection", TrafficPolicyDecoder::outlierDetection));
  }

  private static MeshConfig.ServiceEntryVisibility serviceEntryVisibility(ObjectReader in) {
    return new MeshConfig.ServiceEntryVisibility(
        in.enumeration("defaultVisibility", MeshConfig.ServiceEntryVisibility.Visibility.class),
        in.bool("applyToSidecars"),
        in.list("policies", MeshConfigDecoder::policy));
  }

  private static MeshConfig.ServiceEntryVisibility.Policy policy(ObjectReader in) {
    return new MeshConfig.ServiceEntryVisibility.Policy(
        in.enumeration("visibility", MeshConfig.ServiceEntryVisibility.Visibility.class),
        namespaceSelectors(in));
  }

  private static ImmutableList<LabelSelector> namespaceSelectors(ObjectReader in) {
    return in.list(
        "matchingRules",
        rule -> rule.objectOrEmpty("namespaceSelector", SharedDecoder::labelSelector));
  }
}
