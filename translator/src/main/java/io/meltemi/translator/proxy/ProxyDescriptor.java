package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.protobuf.Struct;
import io.meltemi.translator.config.MeshProxyConfig;
import io.meltemi.translator.model.Locality;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Optional;

/**
 * What a proxy said of itself in its node.
 *
 * @param name the workload's name: the pod, or the WorkloadEntry
 * @param addresses its IPs, the node id's first, then {@code INSTANCE_IPS}
 * @param dnsDomain {@code default.svc.cluster.local}: what short names are completed with
 * @param secrets where it has its certificates from
 * @param readsSecrets whether its account may read the Secrets of its namespace: never the proxy's
 *     own word, but of whoever has verified who it is
 * @param config what it has in place of the mesh's settings, of what it is told while it runs
 * @param metadata the other metadata strings that may matter, by their names
 */
@RecordBuilder
public record ProxyDescriptor(
    ProxyKind kind,
    String name,
    String namespace,
    ImmutableList<String> addresses,
    String dnsDomain,
    ImmutableSortedMap<String, String> labels,
    String serviceAccount,
    Locality locality,
    String network,
    String clusterId,
    InterceptionMode interceptionMode,
    SecretSource secrets,
    boolean readsSecrets,
    Optional<MeshProxyConfig> config,
    String istioVersion,
    ImmutableSortedMap<String, String> metadata)
    implements ProxyDescriptorBuilder.With {

  /** {@code name.namespace}, as in {@code proxy-status}. */
  public String id() {
    return name + "." + namespace;
  }

  /** The node of the cluster that it says it is on; empty if it does not say. */
  public String nodeName() {
    return metadata.getOrDefault("NODE_NAME", "");
  }

  /** Reads a node; see {@link NodeParser}. */
  public static ParsedNode parse(String nodeId, Struct nodeMetadata, Locality nodeLocality) {
    return NodeParser.parse(nodeId, nodeMetadata, nodeLocality);
  }
}
