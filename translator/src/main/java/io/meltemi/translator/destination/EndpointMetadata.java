package io.meltemi.translator.destination;

import com.google.protobuf.Struct;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.meltemi.translator.model.MeshEndpoint;
import io.meltemi.translator.tls.TransportSockets;
import java.util.Optional;

/** What Envoy is told of an endpoint besides where it is. */
final class EndpointMetadata {
  private EndpointMetadata() {}

  /**
   * Who it is, and whether it takes mTLS.
   *
   * @param servicePort the service's port that it is called for
   */
  static Optional<Metadata> of(MeshEndpoint endpoint, int servicePort) {
    Optional<Struct> workload = WorkloadMetadata.of(endpoint);
    boolean mutual = endpoint.takesMutualTls(servicePort);
    if (workload.isEmpty() && !mutual) {
      return Optional.empty();
    }
    Metadata.Builder metadata = Metadata.newBuilder();
    workload.ifPresent(fields -> metadata.putFilterMetadata("istio", fields));
    if (mutual) {
      metadata.putFilterMetadata(TransportSockets.MATCH_METADATA, TransportSockets.MUTUAL_TLS);
    }
    return Optional.of(metadata.build());
  }
}
