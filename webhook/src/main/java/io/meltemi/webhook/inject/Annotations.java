package io.meltemi.webhook.inject;

/** The annotations and labels that injection reads or writes, under Istio's names. */
final class Annotations {

  static final String INJECT = "sidecar.istio.io/inject";
  static final String STATUS = "sidecar.istio.io/status";
  static final String TEMPLATES = "inject.istio.io/templates";
  static final String REVISION = "istio.io/rev";
  static final String PROXY_CONFIG = "proxy.istio.io/config";

  static final String PROXY_IMAGE = "sidecar.istio.io/proxyImage";
  static final String PROXY_IMAGE_TYPE = "sidecar.istio.io/proxyImageType";
  static final String PROXY_CPU = "sidecar.istio.io/proxyCPU";
  static final String PROXY_CPU_LIMIT = "sidecar.istio.io/proxyCPULimit";
  static final String PROXY_MEMORY = "sidecar.istio.io/proxyMemory";
  static final String PROXY_MEMORY_LIMIT = "sidecar.istio.io/proxyMemoryLimit";
  static final String LOG_LEVEL = "sidecar.istio.io/logLevel";
  static final String COMPONENT_LOG_LEVEL = "sidecar.istio.io/componentLogLevel";
  static final String DISCOVERY_ADDRESS = "sidecar.istio.io/discoveryAddress";
  static final String NATIVE_SIDECAR = "sidecar.istio.io/nativeSidecar";
  static final String USER_VOLUME = "sidecar.istio.io/userVolume";
  static final String USER_VOLUME_MOUNT = "sidecar.istio.io/userVolumeMount";
  static final String REWRITE_PROBES = "sidecar.istio.io/rewriteAppHTTPProbers";
  static final String INTERCEPTION_MODE = "sidecar.istio.io/interceptionMode";
  static final String CAP_NET_BIND_SERVICE = "sidecar.istio.io/capNetBindService";
  static final String STATS_PREFIXES = "sidecar.istio.io/statsInclusionPrefixes";
  static final String STATS_SUFFIXES = "sidecar.istio.io/statsInclusionSuffixes";
  static final String STATS_REGEXPS = "sidecar.istio.io/statsInclusionRegexps";
  static final String STATS_COMPRESSION = "sidecar.istio.io/statsCompression";
  static final String STATS_BUCKETS = "sidecar.istio.io/statsHistogramBuckets";

  static final String STATUS_PORT = "status.sidecar.istio.io/port";
  static final String READINESS_DELAY = "readiness.status.sidecar.istio.io/initialDelaySeconds";
  static final String READINESS_PERIOD = "readiness.status.sidecar.istio.io/periodSeconds";
  static final String READINESS_FAILURES = "readiness.status.sidecar.istio.io/failureThreshold";

  static final String INCLUDE_INBOUND_PORTS = "traffic.sidecar.istio.io/includeInboundPorts";
  static final String EXCLUDE_INBOUND_PORTS = "traffic.sidecar.istio.io/excludeInboundPorts";
  static final String INCLUDE_OUTBOUND_RANGES = "traffic.sidecar.istio.io/includeOutboundIPRanges";
  static final String EXCLUDE_OUTBOUND_RANGES = "traffic.sidecar.istio.io/excludeOutboundIPRanges";
  static final String INCLUDE_OUTBOUND_PORTS = "traffic.sidecar.istio.io/includeOutboundPorts";
  static final String EXCLUDE_OUTBOUND_PORTS = "traffic.sidecar.istio.io/excludeOutboundPorts";
  static final String EXCLUDE_INTERFACES = "traffic.sidecar.istio.io/excludeInterfaces";
  static final String KUBEVIRT_INTERFACES = "traffic.sidecar.istio.io/kubevirtInterfaces";
  static final String REROUTE_INTERFACES = "istio.io/reroute-virtual-interfaces";

  static final String MERGE_METRICS = "prometheus.istio.io/merge-metrics";

  static final String DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";
  static final String DEFAULT_LOGS_CONTAINER = "kubectl.kubernetes.io/default-logs-container";

  /** Ours: what Envoy reads as a file to follow the roots that it verifies istiod with. */
  static final String ROOT_SECRET = "meltemi.io/root-secret";

  static final String TLS_MODE = "security.istio.io/tlsMode";
  static final String CANONICAL_NAME = "service.istio.io/canonical-name";
  static final String CANONICAL_REVISION = "service.istio.io/canonical-revision";
  static final String NETWORK = "topology.istio.io/network";

  private Annotations() {}
}
