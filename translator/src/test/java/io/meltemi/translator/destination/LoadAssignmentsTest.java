package io.meltemi.translator.destination;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import io.envoyproxy.envoy.config.core.v3.HealthStatus;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.meltemi.translator.model.EndpointHealth;
import io.meltemi.translator.model.EndpointTls;
import io.meltemi.translator.model.Locality;
import io.meltemi.translator.model.MeshEndpoint;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.Protocol;
import io.meltemi.translator.model.Resolution;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadAssignmentsTest {
  private static final MeshService SERVICE =
      Mesh.service(
          "reviews.default.svc.cluster.local", Resolution.STATIC, Mesh.port(80, Protocol.HTTP));

  @Test
  void defaultsAreNotWritten() {
    LbEndpoint endpoint = only(Mesh.endpoint("10.0.0.1", "v1", ""));
    assertThat(endpoint.hasLoadBalancingWeight()).isFalse();
    assertThat(endpoint.hasMetadata()).isFalse();
    assertThat(endpoint.getHealthStatus()).isEqualTo(HealthStatus.UNKNOWN);
    assertThat(endpoint.getEndpoint().getAddress().getSocketAddress().getPortValue())
        .isEqualTo(8080);
  }

  @Test
  void weightAndDrainingAreSaid() {
    LbEndpoint endpoint =
        only(Mesh.with(Mesh.endpoint("10.0.0.1", "v1", ""), EndpointHealth.DRAINING, 7));
    assertThat(endpoint.getLoadBalancingWeight().getValue()).isEqualTo(7);
    assertThat(endpoint.getHealthStatus()).isEqualTo(HealthStatus.DRAINING);
  }

  @Test
  void aUnixSocketIsAPipe() {
    assertThat(
            only(Mesh.endpoint("unix:///run/app", "v1", ""))
                .getEndpoint()
                .getAddress()
                .getPipe()
                .getPath())
        .isEqualTo("/run/app");
  }

  @Test
  void whatEnvoyCannotUseIsLeftOut() {
    assertThat(assignment(Mesh.endpoint("example.com", "v1", "")).getEndpointsCount()).isZero();
  }

  @Test
  void theWorkloadIsNamedAsIstioDoes() {
    assertThat(workload(Map.of("version", "v3", "app", "reviews")))
        .isEqualTo("reviews-v3-0;default;reviews;v3;");
    assertThat(workload(Map.of())).isEqualTo("reviews-v3-0;default;reviews-v3-0;latest;");
  }

  private static String workload(Map<String, String> labels) {
    MeshEndpoint endpoint =
        new MeshEndpoint(
            "10.0.0.1",
            ImmutableSortedMap.of(80, 8080),
            ImmutableSortedMap.copyOf(labels),
            Locality.UNKNOWN,
            1,
            "",
            "",
            EndpointHealth.HEALTHY,
            "default/reviews-v3-0",
            EndpointTls.NONE);
    return only(endpoint)
        .getMetadata()
        .getFilterMetadataOrThrow("istio")
        .getFieldsOrThrow("workload")
        .getStringValue();
  }

  private static LbEndpoint only(MeshEndpoint endpoint) {
    return assignment(endpoint).getEndpoints(0).getLbEndpoints(0);
  }

  private static ClusterLoadAssignment assignment(MeshEndpoint endpoint) {
    return LoadAssignments.of(
        "c",
        new DestinationEndpoints(
            Mesh.endpoints(SERVICE, endpoint), 80, LocalityPolicy.None.INSTANCE, false),
        address -> !address.equals("example.com"));
  }
}
