package io.meltemi.translator.bootstrap;

import com.google.common.collect.ImmutableSortedMap;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.meltemi.translator.proxy.InterceptionMode;
import io.meltemi.translator.proxy.NodeParser;
import io.meltemi.translator.proxy.ProxyKind;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Locale;
import java.util.Map;

/**
 * Who a proxy is, as its bootstrap tells the control plane.
 *
 * @param name of the pod or the WorkloadEntry
 * @param address the workload's IP
 * @param terms of its certificates
 * @param more metadata, beside and instead of what follows from the rest
 */
@RecordBuilder
public record ProxyNode(
    ProxyKind kind,
    String name,
    String namespace,
    String address,
    ImmutableSortedMap<String, String> labels,
    String serviceAccount,
    InterceptionMode interceptionMode,
    ProxyPlace place,
    CertificateTerms terms,
    ImmutableSortedMap<String, String> more)
    implements ProxyNodeBuilder.With {

  /** A node of which only the essentials are said. */
  public static ProxyNode of(ProxyKind kind, String name, String namespace, String address) {
    return new ProxyNode(
        kind,
        name,
        namespace,
        address,
        ImmutableSortedMap.of(),
        "default",
        InterceptionMode.REDIRECT,
        ProxyPlace.DEFAULT,
        CertificateTerms.NONE,
        ImmutableSortedMap.of());
  }

  public ProxyNode withLabels(Map<String, String> all) {
    return withLabels(ImmutableSortedMap.copyOf(all));
  }

  /** {@code WORKLOAD_NAME}, {@code OWNER} and the like. */
  public ProxyNode withMetadata(Map<String, String> metadata) {
    return withMore(ImmutableSortedMap.copyOf(metadata));
  }

  /** {@code sidecar~10.0.0.1~reviews-v1.default~default.svc.cluster.local}. */
  public String id() {
    return String.join(
        "~",
        kind.name().toLowerCase(Locale.ROOT),
        address,
        name + "." + namespace,
        namespace + ".svc." + place.clusterDomain());
  }

  /** With the mesh's certificates, which it takes over ADS. */
  public Node toProto() {
    return toProto(NodeParser.SECRETS_OVER_ADS);
  }

  /** Without any certificate of the mesh's: nobody knows who it is. */
  public Node toAnonymousProto() {
    return toProto(NodeParser.NO_SECRETS);
  }

  private Node toProto(String secrets) {
    return Node.newBuilder()
        .setId(id())
        .setCluster(labels.getOrDefault("app", name) + "." + namespace)
        .setLocality(
            Locality.newBuilder()
                .setRegion(place.locality().region())
                .setZone(place.locality().zone())
                .setSubZone(place.locality().subzone()))
        .setMetadata(metadata(secrets))
        .build();
  }

  private Struct metadata(String secrets) {
    Struct.Builder all =
        Struct.newBuilder()
            .putFields("NAME", text(name))
            .putFields("NAMESPACE", text(namespace))
            .putFields("WORKLOAD_NAME", text(name))
            .putFields("INSTANCE_IPS", text(address))
            .putFields("SERVICE_ACCOUNT", text(serviceAccount))
            .putFields("INTERCEPTION_MODE", text(interceptionMode.name()))
            .putFields("CLUSTER_ID", text(place.clusterId()))
            .putFields("LABELS", Value.newBuilder().setStructValue(labelStruct()).build())
            .putFields(NodeParser.SECRETS, text(secrets));
    if (!place.network().isEmpty()) {
      all.putFields("NETWORK", text(place.network()));
    }
    terms.metadata().forEach((entry, value) -> all.putFields(entry, text(value)));
    more.forEach((field, value) -> all.putFields(field, text(value)));
    return all.build();
  }

  private Struct labelStruct() {
    Struct.Builder struct = Struct.newBuilder();
    labels.forEach((label, value) -> struct.putFields(label, text(value)));
    return struct.build();
  }

  private static Value text(String value) {
    return Value.newBuilder().setStringValue(value).build();
  }
}
