package io.meltemi.translator.destination;

import static io.meltemi.translator.destination.Rules.balancer;
import static io.meltemi.translator.destination.Rules.outlier;
import static io.meltemi.translator.destination.Rules.policy;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.LocalityLb;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.model.Locality;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.Place;
import io.meltemi.translator.model.Protocol;
import io.meltemi.translator.model.Resolution;
import io.meltemi.translator.model.ServiceEndpoints;
import io.meltemi.translator.naming.ClusterName;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LocalityPolicyResolverTest {
  private static final MeshService SERVICE =
      Mesh.service(
          "reviews.default.svc.cluster.local", Resolution.STATIC, Mesh.port(80, Protocol.HTTP));
  private static final ServiceEndpoints SPREAD =
      Mesh.endpoints(
          SERVICE,
          Mesh.endpoint("10.0.0.1", "v1", "r1/z1"),
          Mesh.endpoint("10.0.0.2", "v1", "r2/z1"));
  private static final ServiceEndpoints TOGETHER =
      Mesh.endpoints(SERVICE, Mesh.endpoint("10.0.0.1", "v1", "r1/z1"));
  private static final Locality HERE = Locality.parse("r1/z1");

  @Test
  void withoutOutlierDetectionNobodyFailsOver() {
    assertThat(resolve(SPREAD, HERE)).isEqualTo(LocalityPolicy.None.INSTANCE);
    assertThat(resolve(SPREAD, HERE, balancer(Rules.failover("r1", "r2"))))
        .isEqualTo(LocalityPolicy.None.INSTANCE);
  }

  @Test
  void withOutlierDetectionTheNearestComeFirst() {
    assertThat(resolve(SPREAD, HERE, outlier(5)))
        .isEqualTo(new LocalityPolicy.Failover(HERE, Optional.empty()));
  }

  @Test
  void theSuccessorIsThatOfTheClientsRegion() {
    Object[] parts = {outlier(5), balancer(Rules.failover("r1", "r2"))};
    assertThat(resolve(SPREAD, HERE, parts))
        .isEqualTo(new LocalityPolicy.Failover(HERE, Optional.of("r2")));
    Locality elsewhere = Locality.parse("r3/z1");
    assertThat(resolve(SPREAD, elsewhere, parts))
        .isEqualTo(new LocalityPolicy.Failover(elsewhere, Optional.empty()));
  }

  @Test
  void placeDoesNotMatterWhereAllEndpointsShareIt() {
    assertThat(resolve(TOGETHER, HERE, outlier(5))).isEqualTo(LocalityPolicy.None.INSTANCE);
  }

  @Test
  void aClientWithoutAPlaceHasNoPreference() {
    assertThat(resolve(SPREAD, Locality.UNKNOWN, outlier(5)))
        .isEqualTo(LocalityPolicy.None.INSTANCE);
  }

  @Test
  void itCanBeSwitchedOff() {
    assertThat(resolve(SPREAD, HERE, outlier(5), balancer(Rules.localityLbOff())))
        .isEqualTo(LocalityPolicy.None.INSTANCE);
  }

  @Test
  void distributionNeedsNoOutlierDetection() {
    LocalityLb rule = Rules.distribute("r1/*", Map.of("r1/*", 80, "r2/*", 20));
    assertThat(resolve(SPREAD, HERE, balancer(rule)))
        .isEqualTo(new LocalityPolicy.Distribute(ImmutableSortedMap.of("r1/*", 80, "r2/*", 20)));
    assertThat(resolve(SPREAD, Locality.parse("r9"), balancer(rule)))
        .as("no rule for this client")
        .isEqualTo(new LocalityPolicy.Distribute(ImmutableSortedMap.of()));
  }

  @Test
  void theMostSpecificFromWins() {
    LocalityLb rule =
        new LocalityLb(
            ImmutableList.of(
                new LocalityLb.Distribute("*", ImmutableSortedMap.of("*", 100)),
                new LocalityLb.Distribute("r1/z1/*", ImmutableSortedMap.of("r2", 100)),
                new LocalityLb.Distribute("r1/*", ImmutableSortedMap.of("r3", 100))),
            ImmutableList.of(),
            ImmutableList.of(),
            Optional.empty());
    assertThat(resolve(SPREAD, HERE, balancer(rule)))
        .isEqualTo(new LocalityPolicy.Distribute(ImmutableSortedMap.of("r2", 100)));
  }

  @Test
  void priorityLabelsTakeTheClientsValues() {
    LocalityLb rule = Rules.failoverPriority("topology.kubernetes.io/region", "cell=c1", "version");
    assertThat(resolve(SPREAD, HERE, outlier(5), balancer(rule)))
        .isEqualTo(
            new LocalityPolicy.LabelPriority(
                ImmutableList.of(
                    new LocalityPolicy.Clause("topology.kubernetes.io/region", "r1"),
                    new LocalityPolicy.Clause("cell", "c1"),
                    new LocalityPolicy.Clause("version", "v1")),
                Optional.empty()));
  }

  private static LocalityPolicy resolve(
      ServiceEndpoints endpoints, Locality client, Object... parts) {
    DestinationPolicy policy =
        TrafficPolicyResolver.resolve(
            MeshConfig.EMPTY, Optional.of(Rules.rule(SERVICE.hostname(), policy(parts))), 80, "");
    return LocalityPolicyResolver.resolve(
        MeshConfig.EMPTY,
        new MeshDestination(
            ClusterName.outbound(80, "", SERVICE.hostname()),
            SERVICE,
            SERVICE.ports().getFirst(),
            ImmutableSortedMap.of(),
            Discovery.EDS,
            policy),
        new Place(client, ""),
        ImmutableSet.of(ImmutableSortedMap.of("version", "v1")),
        endpoints);
  }
}
