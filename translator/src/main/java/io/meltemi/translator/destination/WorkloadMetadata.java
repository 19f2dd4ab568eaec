package io.meltemi.translator.destination;

import com.google.protobuf.Struct;
import io.meltemi.translator.model.MeshEndpoint;
import io.meltemi.translator.xds.Protos;
import java.util.Optional;

/**
 * Who answers at an endpoint, for the client's telemetry: {@code
 * name;namespace;canonical-name;canonical-revision;cluster} in {@code
 * filter_metadata.istio.workload}, as Istio writes it.
 */
final class WorkloadMetadata {
  private WorkloadMetadata() {}

  /** Nothing when no workload is known: it is per endpoint, so every byte counts. */
  static Optional<Struct> of(MeshEndpoint endpoint) {
    int slash = endpoint.workload().indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    String name = endpoint.workload().substring(slash + 1);
    String text =
        String.join(
            ";",
            name,
            endpoint.workload().substring(0, slash),
            canonicalName(endpoint, name),
            canonicalRevision(endpoint),
            ""); // one cluster has no name to tell it from others
    return Optional.of(Struct.newBuilder().putFields("workload", Protos.value(text)).build());
  }

  private static String canonicalName(MeshEndpoint endpoint, String workload) {
    return first(
        endpoint, workload, "service.istio.io/canonical-name", "app.kubernetes.io/name", "app");
  }

  private static String canonicalRevision(MeshEndpoint endpoint) {
    return first(
        endpoint,
        "latest",
        "service.istio.io/canonical-revision",
        "app.kubernetes.io/version",
        "version");
  }

  private static String first(MeshEndpoint endpoint, String otherwise, String... labels) {
    for (String label : labels) {
      String value = endpoint.labels().getOrDefault(label, "");
      if (!value.isEmpty()) {
        return value;
      }
    }
    return otherwise;
  }
}
