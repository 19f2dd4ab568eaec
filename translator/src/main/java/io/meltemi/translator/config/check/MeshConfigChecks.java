package io.meltemi.translator.config.check;

import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.MeshProxyConfig;
import java.util.HashSet;
import java.util.Set;

/** Checks MeshConfig; its extension providers are checked by {@link ProviderChecks}. */
final class MeshConfigChecks {

  private MeshConfigChecks() {}

  static void check(Findings at, MeshConfig mesh) {
    at.present("proxyListenPort", mesh.proxyListenPort(), (f, it) -> NumberChecks.port(f, it));
    at.present(
        "proxyInboundListenPort",
        mesh.proxyInboundListenPort(),
        (f, it) -> NumberChecks.port(f, it));
    at.present("proxyHttpPort", mesh.proxyHttpPort(), (f, it) -> NumberChecks.optionalPort(f, it));
    at.present("connectTimeout", mesh.connectTimeout(), NumberChecks::duration);
    at.present(
        "protocolDetectionTimeout", mesh.protocolDetectionTimeout(), NumberChecks::durationOrZero);
    at.present("dnsRefreshRate", mesh.dnsRefreshRate(), NumberChecks::duration);
    at.present("tcpKeepalive", mesh.tcpKeepalive(), TrafficPolicyChecks::keepalive);
    at.present("localityLbSetting", mesh.localityLbSetting(), LoadBalancerChecks::locality);
    at.present("zoneAwareLbSetting", mesh.zoneAwareLbSetting(), LoadBalancerChecks::zoneAware);
    at.present("defaultHttpRetryPolicy", mesh.defaultHttpRetryPolicy(), RetryChecks::check);
    at.present(
        "outboundTrafficPolicy",
        mesh.outboundTrafficPolicy(),
        (f, policy) -> f.present("tls", policy.tls(), TlsChecks::client));
    at.present(
        "defaultTrafficPolicy",
        mesh.defaultTrafficPolicy(),
        (f, policy) -> {
          f.present("connectionPool", policy.connectionPool(), TrafficPolicyChecks::connectionPool);
          f.present(
              "outlierDetection", policy.outlierDetection(), TrafficPolicyChecks::outlierDetection);
        });
    names(at, mesh);
    at.present("meshMTLS", mesh.meshMtls(), TlsChecks::limits);
    at.present("tlsDefaults", mesh.tlsDefaults(), TlsChecks::limits);
    ExportChecks.exportTo(at, "defaultServiceExportTo", mesh.defaultServiceExportTo());
    ExportChecks.exportTo(
        at, "defaultVirtualServiceExportTo", mesh.defaultVirtualServiceExportTo());
    ExportChecks.exportTo(
        at, "defaultDestinationRuleExportTo", mesh.defaultDestinationRuleExportTo());
    at.each("discoverySelectors", mesh.discoverySelectors(), SelectorChecks::labelSelector);
    at.each(
        "serviceSettings",
        mesh.serviceSettings(),
        (f, settings) -> f.each("hosts", settings.hosts(), HostChecks::wildcardName));
    providers(at, mesh);
    if (!mesh.accessLog().accessLogFormat().isEmpty()) {
      accessLogFormat(at.at("accessLogFormat"), mesh.accessLog());
    }
    at.present("defaultConfig", mesh.defaultConfig(), MeshConfigChecks::proxy);
    InertSettings.check(at, mesh);
  }

  private static void names(Findings at, MeshConfig mesh) {
    if (!mesh.trustDomain().isEmpty() && !HostChecks.isName(mesh.trustDomain())) {
      at.at("trustDomain").invalid("takes a name such as cluster.local");
    }
    at.each("trustDomainAliases", mesh.trustDomainAliases(), HostChecks::name);
    if (!mesh.rootNamespace().isEmpty() && !HostChecks.isLabel(mesh.rootNamespace())) {
      at.at("rootNamespace").invalid("takes a namespace, not \"" + mesh.rootNamespace() + "\"");
    }
  }

  private static void providers(Findings at, MeshConfig mesh) {
    Set<String> names = new HashSet<>();
    at.each(
        "extensionProviders",
        mesh.extensionProviders(),
        (f, provider) -> {
          if (!names.add(provider.name())) {
            f.at("name").conflict("\"" + provider.name() + "\" is written twice; rename one");
          }
          ProviderChecks.check(f, provider);
        });
  }

  private static void accessLogFormat(Findings at, MeshConfig.AccessLog log) {
    switch (log.accessLogEncoding().orElse(MeshConfig.AccessLog.Encoding.TEXT)) {
      case TEXT -> FormatChecks.text(at, log.accessLogFormat());
      case JSON -> FormatChecks.json(at, log.accessLogFormat());
    }
  }

  private static void proxy(Findings at, MeshProxyConfig proxy) {
    at.present("concurrency", proxy.concurrency(), (f, it) -> NumberChecks.notNegative(f, it));
    at.present(
        "proxyAdminPort", proxy.proxyAdminPort(), (f, it) -> NumberChecks.optionalPort(f, it));
    at.present("statusPort", proxy.statusPort(), (f, it) -> NumberChecks.optionalPort(f, it));
    at.present("drainDuration", proxy.drainDuration(), NumberChecks::duration);
    at.present(
        "terminationDrainDuration", proxy.terminationDrainDuration(), NumberChecks::durationOrZero);
    at.present(
        "tracing",
        proxy.tracing(),
        (f, tracing) -> {
          f.present("sampling", tracing.sampling(), (s, it) -> NumberChecks.percent(s, it));
          TelemetryChecks.customTags(f, tracing.customTags());
          f.present("tlsSettings", tracing.tlsSettings(), TlsChecks::client);
        });
    at.present(
        "proxyStatsMatcher",
        proxy.proxyStatsMatcher(),
        (f, matcher) -> f.each("inclusionRegexps", matcher.inclusionRegexps(), RegexChecks::regex));
    at.present("readinessProbe", proxy.readinessProbe(), WorkloadGroupChecks::probe);
  }
}
