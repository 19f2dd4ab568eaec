package io.meltemi.istiod.xds;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableSet;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.Node;
import java.util.Map;
import java.util.Optional;

/**
 * Who a proxy says it is: the fields of Envoy's {@code Node} that mean something to a mesh. The
 * rest, such as Envoy's 60 kB list of its extensions, is dropped where it is read.
 *
 * @param metadata the entries that Istio's agents and our bootstrap set; unverified, as all of this
 * @param version Envoy's, such as {@code 1.40.0}; empty if it does not tell
 */
public record NodeInfo(
    String id,
    String cluster,
    Struct metadata,
    String region,
    String zone,
    String subZone,
    String version) {

  /** Far beyond what labels and annotations of a pod may take together. */
  private static final int MAX_METADATA_BYTES = 512 * 1024;

  private static final ImmutableSet<String> KEPT =
      ImmutableSet.of(
          "ANNOTATIONS",
          "APP_CONTAINERS",
          "AUTO_REGISTER_GROUP",
          "CLUSTER_ID",
          "DNS_AUTO_ALLOCATE",
          "DNS_CAPTURE",
          "ENVOY_PROMETHEUS_PORT",
          "ENVOY_STATUS_PORT",
          "GENERATOR",
          "HTTP10",
          "IDLE_TIMEOUT",
          "INSTANCE_IPS",
          "INTERCEPTION_MODE",
          "ISTIO_VERSION",
          "LABELS",
          "MESH_ID",
          "NAME",
          "NAMESPACE",
          "NETWORK",
          "NODE_NAME",
          "OUTLIER_LOG_PATH",
          "OWNER",
          "POD_PORTS",
          "PROXY_CONFIG",
          "REQUESTED_NETWORK_VIEW",
          "ROUTER_MODE",
          "SERVICE_ACCOUNT",
          "UNPRIVILEGED_POD",
          "WORKLOAD_ENTRY",
          "WORKLOAD_NAME");

  /** Our own entries, which our bootstrap sets, begin with this. */
  private static final String OWN_PREFIX = "MELTEMI_";

  /** An id is four names of Kubernetes, of at most 253 characters each. */
  private static final int MAX_ID = 2048;

  /** Why a proxy that says this of itself cannot be served, if so. */
  Optional<String> objection() {
    if (id.isEmpty()) {
      return Optional.of("the node has no id");
    }
    if (id.length() > MAX_ID || CharMatcher.javaIsoControl().matchesAnyOf(id)) {
      return Optional.of("the node's id is too long or not printable");
    }
    return metadata.getSerializedSize() > MAX_METADATA_BYTES
        ? Optional.of("the node's metadata is too large")
        : Optional.empty();
  }

  static NodeInfo from(Node node) {
    Locality locality = node.getLocality();
    return new NodeInfo(
        node.getId(),
        node.getCluster(),
        kept(node.getMetadata()),
        locality.getRegion(),
        locality.getZone(),
        locality.getSubZone(),
        version(node));
  }

  private static Struct kept(Struct metadata) {
    Struct.Builder kept = Struct.newBuilder();
    for (Map.Entry<String, Value> entry : metadata.getFieldsMap().entrySet()) {
      if (KEPT.contains(entry.getKey()) || entry.getKey().startsWith(OWN_PREFIX)) {
        kept.putFields(entry.getKey(), entry.getValue());
      }
    }
    return kept.build();
  }

  private static String version(Node node) {
    if (node.hasUserAgentBuildVersion()) {
      var number = node.getUserAgentBuildVersion().getVersion();
      return number.getMajorNumber() + "." + number.getMinorNumber() + "." + number.getPatch();
    }
    return node.getUserAgentVersion();
  }
}
