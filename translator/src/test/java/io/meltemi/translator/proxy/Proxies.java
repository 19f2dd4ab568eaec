package io.meltemi.translator.proxy;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.meltemi.translator.model.Locality;
import java.util.Map;

/** Proxies as they introduce themselves. */
public final class Proxies {

  private Proxies() {}

  /** A sidecar of {@code namespace/name} at an address, with labels in its metadata. */
  public static ProxyDescriptor sidecar(
      String namespacedName, String address, Map<String, String> labels) {
    return of("sidecar", namespacedName, address, labels);
  }

  /** The same with the mesh's certificates, over ADS. */
  public static ProxyDescriptor withCertificate(
      String namespacedName, String address, Map<String, String> labels) {
    return of("sidecar", namespacedName, address, labels, NodeParser.SECRETS_OVER_ADS);
  }

  public static ProxyDescriptor router(
      String namespacedName, String address, Map<String, String> labels) {
    return of("router", namespacedName, address, labels);
  }

  /** The same proxy, on a node that it names. */
  public static ProxyDescriptor onNode(String node, ProxyDescriptor proxy) {
    return proxy.withMetadata(ImmutableSortedMap.of("NODE_NAME", node));
  }

  private static ProxyDescriptor of(
      String kind, String namespacedName, String address, Map<String, String> labels) {
    return of(kind, namespacedName, address, labels, NodeParser.NO_SECRETS);
  }

  private static ProxyDescriptor of(
      String kind,
      String namespacedName,
      String address,
      Map<String, String> labels,
      String secrets) {
    var parts = Splitter.on('/').splitToList(namespacedName);
    String namespace = parts.getFirst();
    Struct.Builder labelStruct = Struct.newBuilder();
    labels.forEach((key, value) -> labelStruct.putFields(key, text(value)));
    Struct metadata =
        Struct.newBuilder()
            .putAllFields(
                ImmutableMap.of(
                    "NAMESPACE",
                    text(namespace),
                    NodeParser.SECRETS,
                    text(secrets),
                    "LABELS",
                    Value.newBuilder().setStructValue(labelStruct).build()))
            .build();
    String id =
        "%s~%s~%s.%s~%s.svc.cluster.local"
            .formatted(kind, address, parts.getLast(), namespace, namespace);
    return switch (ProxyDescriptor.parse(id, metadata, Locality.UNKNOWN)) {
      case ParsedNode.Known(ProxyDescriptor descriptor, _) -> descriptor;
      case ParsedNode.Refused(String reason) -> throw new AssertionError(reason);
    };
  }

  static Value text(String value) {
    return Value.newBuilder().setStringValue(value).build();
  }
}
