package io.meltemi.translator.cluster;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.xds.Protos;
import java.util.Optional;

/** {@code filter_metadata.istio}: the DestinationRule, the subset and the service behind it. */
final class ClusterMetadataConfigurer {
  private ClusterMetadataConfigurer() {}

  static void configure(
      ClusterService service, String subset, Optional<ConfigKey> rule, Cluster.Builder cluster) {
    Struct.Builder fields = Struct.newBuilder();
    rule.ifPresent(key -> fields.putFields("config", Protos.value(key.path())));
    if (!subset.isEmpty()) {
      fields.putFields("subset", Protos.value(subset));
    }
    Struct described =
        Struct.newBuilder()
            .putFields("host", Protos.value(service.hostname()))
            .putFields("name", Protos.value(service.name()))
            .putFields("namespace", Protos.value(service.namespace()))
            .build();
    fields.putFields(
        "services",
        Value.newBuilder()
            .setListValue(
                ListValue.newBuilder().addValues(Value.newBuilder().setStructValue(described)))
            .build());
    cluster.setMetadata(Protos.istioMetadata(fields.build()));
  }
}
