package io.meltemi.istiod.xds.testing;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Extension;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.Node;
import java.util.Map;

/** Nodes as Envoys beside a workload tell them. */
public final class TestNodes {

  private TestNodes() {}

  public static Node sidecar(String namespace, String name, String ip) {
    return sidecar(namespace, name, ip, Map.of());
  }

  /** With labels and Envoy's long list of extensions. */
  public static Node sidecar(String namespace, String name, String ip, Map<String, String> labels) {
    Struct.Builder labelStruct = Struct.newBuilder();
    labels.forEach((key, value) -> labelStruct.putFields(key, string(value)));
    Struct metadata =
        Struct.newBuilder()
            .putFields("NAMESPACE", string(namespace))
            .putFields("NAME", string(name))
            .putFields("INSTANCE_IPS", string(ip))
            .putFields("LABELS", Value.newBuilder().setStructValue(labelStruct).build())
            .build();
    Node.Builder node =
        Node.newBuilder()
            .setId(
                "sidecar~%s~%s.%s~%s.svc.cluster.local".formatted(ip, name, namespace, namespace))
            .setCluster(name + "." + namespace)
            .setMetadata(metadata)
            .setLocality(Locality.newBuilder().setRegion("region1").setZone("zone1"))
            .setUserAgentName("envoy");
    for (int i = 0; i < 500; i++) {
      node.addExtensions(
          Extension.newBuilder().setName("envoy.extension." + i).setCategory("envoy.filters.http"));
    }
    return node.build();
  }

  /** A sidecar as our bootstrap describes it, of a service account. */
  public static Node known(String namespace, String name, String account) {
    Node plain = sidecar(namespace, name, "10.0.0.1");
    return plain.toBuilder()
        .setMetadata(
            plain.getMetadata().toBuilder()
                .putFields("SERVICE_ACCOUNT", string(account))
                .putFields("MELTEMI_SECRETS", string("ads")))
        .build();
  }

  /** A gateway as our bootstrap describes it, of a service account, labelled {@code app: name}. */
  public static Node gateway(String namespace, String name, String account) {
    Node known = known(namespace, name, account);
    return known.toBuilder()
        .setId(known.getId().replace("sidecar~", "router~"))
        .setMetadata(
            known.getMetadata().toBuilder()
                .putFields(
                    "LABELS",
                    Value.newBuilder()
                        .setStructValue(Struct.newBuilder().putFields("app", string(name)))
                        .build()))
        .build();
  }

  /** The same node with one more entry of metadata. */
  public static Node with(Node node, String entry, String value) {
    return node.toBuilder()
        .setMetadata(node.getMetadata().toBuilder().putFields(entry, string(value)))
        .build();
  }

  private static Value string(String value) {
    return Value.newBuilder().setStringValue(value).build();
  }
}
