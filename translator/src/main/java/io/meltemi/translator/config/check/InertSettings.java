package io.meltemi.translator.config.check;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ExtensionProvider;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.MeshConfig.CertificateData;
import io.meltemi.translator.config.MeshProxyConfig;
import java.util.Optional;

/** What of MeshConfig is read and changes nothing, and what to do instead. */
final class InertSettings {

  private static final String NO_AGENT = "there is no agent in a pod that would use it";
  private static final String NO_TRACES = "proxies send no traces yet";
  private static final String NO_METRICS_SERVICE =
      "proxies send their metrics nowhere; /stats/prometheus on port 15090 shows them";
  private static final String NO_LOG_SERVICE =
      "access logs are not sent to a service; accessLogFile has proxies write them";
  private static final String NO_INGRESS =
      "Ingress objects are not served; write a Gateway and a VirtualService";
  private static final String ONE_CLUSTER = "there is one cluster, and all of it is local";

  private final Findings at;

  private InertSettings(Findings at) {
    this.at = at;
  }

  static void check(Findings at, MeshConfig mesh) {
    InertSettings inert = new InertSettings(at);
    inert.said("hboneIdleTimeout", mesh.hboneIdleTimeout(), "nothing is tunnelled by HBONE");
    inert.said("ingressClass", mesh.ingress().ingressClass(), NO_INGRESS);
    inert.said("ingressService", mesh.ingress().ingressService(), NO_INGRESS);
    inert.said("ingressControllerMode", mesh.ingress().ingressControllerMode(), NO_INGRESS);
    inert.said("ingressSelector", mesh.ingress().ingressSelector(), NO_INGRESS);
    inert.said("enableTracing", mesh.enableTracing().filter(on -> on), NO_TRACES);
    inert.said(
        "enableEnvoyAccessLogService",
        mesh.accessLog().enableEnvoyAccessLogService().filter(on -> on),
        NO_LOG_SERVICE);
    inert.said(
        "configSources", mesh.configSources(), "give istiod a cluster or a folder to read instead");
    inert.said(
        "certificates", mesh.certificates(), "no certificates of DNS names are made for Secrets");
    inert.said("serviceSettings", mesh.serviceSettings(), ONE_CLUSTER);
    inert.said("serviceScopeConfigs", mesh.serviceScopeConfigs(), ONE_CLUSTER);
    inert.said(
        "verifyCertificateAtClient",
        mesh.verifyCertificateAtClient(),
        "servers are always verified, by the system's roots where a rule names none");
    inert.said(
        "zoneAwareLbSetting",
        mesh.zoneAwareLbSetting(),
        "localityLbSetting has proxies prefer what is near");
    at.present(
        "outboundTrafficPolicy",
        mesh.outboundTrafficPolicy(),
        (f, policy) ->
            new InertSettings(f)
                .said("tls", policy.tls(), "hosts that nobody declares are reached as asked for"));
    inert.said("ca", mesh.ca(), "istiod signs itself; plug a CA in by the Secret cacerts");
    inert.said(
        "serviceEntryVisibility",
        mesh.serviceEntryVisibility(),
        "exportTo and defaultServiceExportTo say who sees a ServiceEntry");
    at.each(
        "caCertificates",
        mesh.caCertificates(),
        (f, data) -> new InertSettings(f).certificates(data));
    at.each(
        "extensionProviders",
        mesh.extensionProviders(),
        (f, provider) -> new InertSettings(f).provider(provider));
    at.present(
        "defaultProviders", mesh.defaultProviders(), (f, it) -> new InertSettings(f).providers(it));
    at.present("defaultConfig", mesh.defaultConfig(), (f, it) -> new InertSettings(f).proxy(it));
  }

  private void certificates(CertificateData data) {
    said(
        "certSigners",
        data.certSigners(),
        "no certificates are requested from signers of Kubernetes");
    said("trustDomains", data.trustDomains(), "the roots hold for every trust domain");
    said(
        "spiffeBundleUrl",
        data.spiffeBundleUrl(),
        "bundles are not fetched; give the roots as pem");
  }

  private void providers(MeshConfig.DefaultProviders providers) {
    said("tracing", providers.tracing(), NO_TRACES);
    said("metrics", providers.metrics(), NO_METRICS_SERVICE);
    said("accessLogging", providers.accessLogging(), NO_LOG_SERVICE);
  }

  private void provider(ExtensionProvider provider) {
    if (provider.provider().isEmpty()) {
      return;
    }
    switch (provider.provider().get()) {
      case ExtensionProvider.ExtAuthzHttp _, ExtensionProvider.ExtAuthzGrpc _ -> {}
      case ExtensionProvider.Zipkin _ -> says("zipkin", NO_TRACES);
      case ExtensionProvider.Lightstep _ -> says("lightstep", NO_TRACES);
      case ExtensionProvider.Datadog _ -> says("datadog", NO_TRACES);
      case ExtensionProvider.Stackdriver _ -> says("stackdriver", NO_TRACES);
      case ExtensionProvider.OpenCensus _ -> says("opencensus", NO_TRACES);
      case ExtensionProvider.SkyWalking _ -> says("skywalking", NO_TRACES);
      case ExtensionProvider.OpenTelemetry _ -> says("opentelemetry", NO_TRACES);
      case ExtensionProvider.Prometheus _ -> says("prometheus", NO_METRICS_SERVICE);
      case ExtensionProvider.FileAccessLog _ ->
          says("envoyFileAccessLog", "accessLogFile has proxies write access logs");
      case ExtensionProvider.HttpAccessLogService _ -> says("envoyHttpAls", NO_LOG_SERVICE);
      case ExtensionProvider.TcpAccessLogService _ -> says("envoyTcpAls", NO_LOG_SERVICE);
      case ExtensionProvider.OtelAccessLog _ -> says("envoyOtelAls", NO_LOG_SERVICE);
      case ExtensionProvider.Sds _ ->
          says("sds", "Secrets come from Kubernetes; name one by credentialName");
    }
  }

  private void proxy(MeshProxyConfig proxy) {
    said("configPath", proxy.configPath(), NO_AGENT);
    said("binaryPath", proxy.binaryPath(), NO_AGENT);
    said("customConfigFile", proxy.customConfigFile(), NO_AGENT);
    said("proxyBootstrapTemplatePath", proxy.proxyBootstrapTemplatePath(), NO_AGENT);
    said("discoveryRefreshDelay", proxy.discoveryRefreshDelay(), "istiod sends what changes");
    said("controlPlaneAuthPolicy", proxy.controlPlaneAuthPolicy(), "istiod is reached by TLS");
    said("sds", proxy.sds(), "certificates always come from istiod");
    said("statNameLength", proxy.statNameLength(), "Envoy's names have no bound any more");
    said(
        "extraStatTags",
        proxy.extraStatTags(),
        "statistics have Envoy's own tags, and no others need to be announced");
    said("availabilityZone", proxy.availabilityZone(), "the zone is that of the node");
    said(
        "proxyAdminPort",
        proxy.proxyAdminPort().filter(port -> port != 15000),
        "the admin pages of injected proxies are on 15000");
    said("serviceCluster", proxy.serviceCluster(), NO_TRACES);
    said("tracingServiceName", proxy.tracingServiceName(), NO_TRACES);
    said("zipkinAddress", proxy.zipkinAddress(), NO_TRACES);
    said("tracing", proxy.tracing(), NO_TRACES);
    said("statsdUdpAddress", proxy.statsdUdpAddress(), NO_METRICS_SERVICE);
    said("envoyMetricsServiceAddress", proxy.envoyMetricsServiceAddress(), NO_METRICS_SERVICE);
    said("envoyMetricsService", proxy.envoyMetricsService(), NO_METRICS_SERVICE);
    said("envoyAccessLogService", proxy.envoyAccessLogService(), NO_LOG_SERVICE);
    said(
        "readinessProbe",
        proxy.readinessProbe(),
        "nobody asks a workload outside of Kubernetes whether it is ready");
    said(
        "caCertificatesPem",
        proxy.caCertificatesPem(),
        "caCertificates of MeshConfig has proxies trust more roots");
    said("privateKeyProvider", proxy.privateKeyProvider(), "proxies keep their keys in memory");
    at.present(
        "proxyHeaders",
        proxy.proxyHeaders(),
        (f, headers) ->
            new InertSettings(f)
                .said(
                    "metadataExchangeHeaders",
                    headers.metadataExchangeHeaders(),
                    "proxies exchange no metadata in headers"));
  }

  private void said(String field, Optional<?> value, String instead) {
    value.ifPresent(_ -> says(field, instead));
  }

  private void said(String field, String value, String instead) {
    said(field, value.isEmpty() ? Optional.empty() : Optional.of(value), instead);
  }

  private void said(String field, ImmutableList<?> value, String instead) {
    said(field, value.stream().findFirst(), instead);
  }

  private void says(String field, String instead) {
    at.at(field).unsupported("has no effect: " + instead);
  }
}
