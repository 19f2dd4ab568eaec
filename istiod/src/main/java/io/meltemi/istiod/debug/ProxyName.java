package io.meltemi.istiod.debug;

import com.google.common.base.Splitter;
import com.google.protobuf.Value;
import io.meltemi.ca.SpiffeId;
import io.meltemi.istiod.xds.NodeInfo;
import io.meltemi.istiod.xds.ProxyConnection;
import java.util.List;

/**
 * A proxy in istioctl's words.
 *
 * @param proxy {@code POD.NAMESPACE}
 * @param kind {@code sidecar} or {@code router}
 */
record ProxyName(String proxy, String kind, String clusterId, String version) {

  static ProxyName of(NodeInfo node) {
    List<String> parts = Splitter.on('~').splitToList(node.id());
    return new ProxyName(
        parts.size() > 2 ? parts.get(2) : node.id(),
        parts.getFirst(),
        text(node, "CLUSTER_ID"),
        text(node, "ISTIO_VERSION"));
  }

  static boolean isIn(ProxyConnection connection, String namespace) {
    return namespace(connection).equals(namespace);
  }

  /** A proxy's namespace: by who it is, where that is known, or as it says. */
  static String namespace(ProxyConnection connection) {
    return connection
        .caller()
        .map(SpiffeId::namespace)
        .orElseGet(() -> text(connection.node(), "NAMESPACE"));
  }

  private static String text(NodeInfo node, String field) {
    return node.metadata().getFieldsOrDefault(field, Value.getDefaultInstance()).getStringValue();
  }
}
