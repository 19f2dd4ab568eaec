package io.meltemi.translator.diagnostic;

import com.google.common.base.CaseFormat;
import com.google.common.collect.ImmutableList;
import java.util.Optional;

/**
 * Every kind of object a user can give us: Istio's API groups and the Kubernetes kinds that matter
 * to a mesh. Versions are listed newest first; all of one kind decode to the same record.
 */
public enum ConfigKind {
  VIRTUAL_SERVICE("networking.istio.io", "VirtualService", "v1", "v1beta1", "v1alpha3"),
  DESTINATION_RULE("networking.istio.io", "DestinationRule", "v1", "v1beta1", "v1alpha3"),
  GATEWAY("networking.istio.io", "Gateway", "v1", "v1beta1", "v1alpha3"),
  SERVICE_ENTRY("networking.istio.io", "ServiceEntry", "v1", "v1beta1", "v1alpha3"),
  WORKLOAD_ENTRY("networking.istio.io", "WorkloadEntry", "v1", "v1beta1", "v1alpha3"),
  WORKLOAD_GROUP("networking.istio.io", "WorkloadGroup", "v1", "v1beta1", "v1alpha3"),
  SIDECAR("networking.istio.io", "Sidecar", "v1", "v1beta1", "v1alpha3"),
  ENVOY_FILTER("networking.istio.io", "EnvoyFilter", "v1alpha3"),
  PROXY_CONFIG("networking.istio.io", "ProxyConfig", "v1beta1"),
  PEER_AUTHENTICATION("security.istio.io", "PeerAuthentication", "v1", "v1beta1"),
  REQUEST_AUTHENTICATION("security.istio.io", "RequestAuthentication", "v1", "v1beta1"),
  AUTHORIZATION_POLICY("security.istio.io", "AuthorizationPolicy", "v1", "v1beta1"),
  TELEMETRY("telemetry.istio.io", "Telemetry", "v1", "v1alpha1"),
  WASM_PLUGIN("extensions.istio.io", "WasmPlugin", "v1alpha1"),
  TRAFFIC_EXTENSION("extensions.istio.io", "TrafficExtension", "v1alpha1"),
  NAMESPACE("", "Namespace", "v1"),
  SERVICE("", "Service", "v1"),
  ENDPOINT_SLICE("discovery.k8s.io", "EndpointSlice", "v1", "v1beta1"),
  POD("", "Pod", "v1"),
  NODE("", "Node", "v1"),
  SERVICE_ACCOUNT("", "ServiceAccount", "v1"),
  SECRET("", "Secret", "v1"),
  CONFIG_MAP("", "ConfigMap", "v1"),
  /**
   * MeshConfig is a file or a ConfigMap entry, not a Kubernetes object; it has a key all the same.
   */
  MESH_CONFIG("mesh.istio.io", "MeshConfig", "v1alpha1"),
  /** Fetched from an address, which is its name; never written by a user. */
  KEY_SET("", "KeySet", ""),
  /** Stands in a diagnostic for a document that could not be read far enough to know its kind. */
  UNKNOWN("", "", "");

  private final String group;
  private final String kind;
  private final ImmutableList<String> versions;

  ConfigKind(String group, String kind, String... versions) {
    this.group = group;
    this.kind = kind;
    this.versions = ImmutableList.copyOf(versions);
  }

  public String group() {
    return group;
  }

  /** The kind as users write it: {@code VirtualService}. */
  public String kind() {
    return kind;
  }

  /** API versions that are read, newest first. */
  public ImmutableList<String> versions() {
    return versions;
  }

  /** The kind in lower-case words: {@code virtual-service}, as in {@code istio.config} metadata. */
  public String kebabName() {
    return CaseFormat.UPPER_UNDERSCORE.to(CaseFormat.LOWER_HYPHEN, name());
  }

  /** Whether objects of this kind live in a namespace. */
  public boolean isNamespaced() {
    return this != NAMESPACE
        && this != NODE
        && this != MESH_CONFIG
        && this != KEY_SET
        && this != UNKNOWN;
  }

  /** The kind of an {@code apiVersion} and {@code kind} pair, if it is one of ours. */
  public static Optional<ConfigKind> parse(String apiVersion, String kind) {
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "" : apiVersion.substring(0, slash);
    String version = apiVersion.substring(slash + 1);
    for (ConfigKind candidate : values()) {
      if (candidate != UNKNOWN
          && candidate.kind.equals(kind)
          && candidate.group.equals(group)
          && candidate.versions.contains(version)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
