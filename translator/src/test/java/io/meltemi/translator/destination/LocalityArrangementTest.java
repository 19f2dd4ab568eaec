package io.meltemi.translator.destination;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.model.EndpointHealth;
import io.meltemi.translator.model.Locality;
import io.meltemi.translator.model.MeshEndpoint;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.Protocol;
import io.meltemi.translator.model.Resolution;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LocalityArrangementTest {
  private static final MeshService SERVICE =
      Mesh.service(
          "reviews.default.svc.cluster.local", Resolution.STATIC, Mesh.port(80, Protocol.HTTP));
  private static final List<MeshEndpoint> EVERYWHERE =
      List.of(
          Mesh.endpoint("10.0.0.1", "v1", "r1/z1/s1"),
          Mesh.endpoint("10.0.0.2", "v1", "r1/z1/s2"),
          Mesh.endpoint("10.0.0.3", "v2", "r1/z2/s1"),
          Mesh.endpoint("10.0.0.4", "v2", "r2/z1/s1"),
          Mesh.endpoint("10.0.0.5", "v2", "r3/z1/s1"));

  @Test
  void placesAreSortedAndAlikeWithoutAPolicy() {
    assertThat(arrange(LocalityPolicy.None.INSTANCE))
        .containsExactly(
            "r1/z1/s1 p0 w0 1",
            "r1/z1/s2 p0 w0 2",
            "r1/z2/s1 p0 w0 3",
            "r2/z1/s1 p0 w0 4",
            "r3/z1/s1 p0 w0 5");
  }

  @Test
  void nearerPlacesComeFirst() {
    assertThat(arrange(failover("r1/z1/s1", Optional.empty())))
        .containsExactly(
            "r1/z1/s1 p0 w0 1",
            "r1/z1/s2 p1 w0 2",
            "r1/z2/s1 p2 w0 3",
            "r2/z1/s1 p3 w0 4",
            "r3/z1/s1 p3 w0 5");
  }

  @Test
  void theSuccessorComesBeforeOtherRegions() {
    assertThat(arrange(failover("r1/z1/s1", Optional.of("r3"))))
        .endsWith("r3/z1/s1 p3 w0 5", "r2/z1/s1 p4 w0 4");
  }

  @Test
  void prioritiesHaveNoGaps() {
    assertThat(arrange(failover("r2/z9/s9", Optional.of("r3"))))
        .containsExactly(
            "r2/z1/s1 p0 w0 4",
            "r3/z1/s1 p1 w0 5",
            "r1/z1/s1 p2 w0 1",
            "r1/z1/s2 p2 w0 2",
            "r1/z2/s1 p2 w0 3");
  }

  @Test
  void labelsCountFromTheLeft() {
    assertThat(
            arrange(
                new LocalityPolicy.LabelPriority(
                    ImmutableList.of(
                        new LocalityPolicy.Clause("topology.kubernetes.io/region", "r1"),
                        new LocalityPolicy.Clause("version", "v2")),
                    Optional.empty())))
        .containsExactly(
            "r1/z2/s1 p0 w0 3",
            "r1/z1/s1 p1 w0 1",
            "r1/z1/s2 p1 w0 2",
            "r2/z1/s1 p2 w0 4",
            "r3/z1/s1 p2 w0 5");
  }

  @Test
  void amongEquallyManyLabelsTheNearerComesFirst() {
    assertThat(
            arrange(
                new LocalityPolicy.LabelPriority(
                    ImmutableList.of(new LocalityPolicy.Clause("version", "v2")),
                    Optional.of(
                        new LocalityPolicy.Failover(
                            Locality.parse("r1/z1/s1"), Optional.of("r3"))))))
        .containsExactly(
            "r1/z2/s1 p0 w0 3",
            "r3/z1/s1 p1 w0 5",
            "r2/z1/s1 p2 w0 4",
            "r1/z1/s1 p3 w0 1",
            "r1/z1/s2 p4 w0 2");
  }

  @Test
  void sharesAreSplitAmongTheirPlacesAndOthersGetNothing() {
    assertThat(arrange(distribute(Map.of("r1/z1/*", 60, "r1/*", 30, "r2", 10))))
        .containsExactly(
            "r1/z1/s1 p0 w30 1", "r1/z1/s2 p0 w30 2", "r1/z2/s1 p0 w30 3", "r2/z1/s1 p0 w10 4");
  }

  @Test
  void withoutSharesPlacesCountByTheirEndpoints() {
    assertThat(arrange(distribute(Map.of()))).contains("r1/z1/s1 p0 w1 1");
  }

  @Test
  void unhealthyEndpointsAreLeftOutUnlessEnvoyMayFallBackToThem() {
    MeshEndpoint sick = Mesh.with(EVERYWHERE.getFirst(), EndpointHealth.UNHEALTHY, 1);
    MeshEndpoint leaving = Mesh.with(EVERYWHERE.get(1), EndpointHealth.DRAINING, 1);
    assertThat(arrange(List.of(sick, leaving), LocalityPolicy.None.INSTANCE, 80, false))
        .containsExactly("r1/z1/s2 p0 w0 2");
    assertThat(arrange(List.of(sick, leaving), LocalityPolicy.None.INSTANCE, 80, true)).hasSize(2);
  }

  @Test
  void endpointsThatEndAreListedOnlyWhileThereAreNoOthers() {
    MeshEndpoint leaving = Mesh.with(EVERYWHERE.getFirst(), EndpointHealth.DRAINING, 1);
    assertThat(arrange(List.of(leaving, EVERYWHERE.get(1)), LocalityPolicy.None.INSTANCE, 80, true))
        .containsExactly("r1/z1/s2 p0 w0 2");
    assertThat(arrange(List.of(leaving), LocalityPolicy.None.INSTANCE, 80, false))
        .containsExactly("r1/z1/s1 p0 w0 1");
  }

  @Test
  void anEndpointThatDoesNotServeThePortIsNotListed() {
    assertThat(arrange(EVERYWHERE, LocalityPolicy.None.INSTANCE, 443, false)).isEmpty();
  }

  private static LocalityPolicy failover(String client, Optional<String> successor) {
    return new LocalityPolicy.Failover(Locality.parse(client), successor);
  }

  private static LocalityPolicy distribute(Map<String, Integer> shares) {
    return new LocalityPolicy.Distribute(ImmutableSortedMap.copyOf(shares));
  }

  private static List<String> arrange(LocalityPolicy policy) {
    return arrange(EVERYWHERE, policy, 80, false);
  }

  /** {@code place priority weight last-digits-of-addresses}. */
  private static List<String> arrange(
      List<MeshEndpoint> endpoints, LocalityPolicy policy, int port, boolean withUnhealthy) {
    DestinationEndpoints destination =
        new DestinationEndpoints(
            Mesh.endpoints(SERVICE, endpoints.toArray(MeshEndpoint[]::new)),
            port,
            policy,
            withUnhealthy);
    return LocalityArrangement.of(destination, address -> true).stream()
        .map(
            group ->
                "%s p%d w%d %s"
                    .formatted(
                        group.locality(),
                        group.priority(),
                        group.weight(),
                        String.join(
                            ",",
                            group.endpoints().stream()
                                .map(endpoint -> endpoint.address().substring(7))
                                .toList())))
        .toList();
  }
}
