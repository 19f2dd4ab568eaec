package io.meltemi.istiod.xds;

import static io.meltemi.istiod.xds.testing.TestResources.cluster;
import static io.meltemi.istiod.xds.testing.TestResources.endpoints;
import static io.meltemi.istiod.xds.testing.TestSnapshots.mesh;
import static io.meltemi.istiod.xds.testing.TestSnapshots.with;
import static io.meltemi.istiod.xds.testing.TestSnapshots.without;
import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.grpc.Status;
import io.meltemi.istiod.xds.testing.DeltaXdsClient;
import io.meltemi.istiod.xds.testing.SotwXdsClient;
import io.meltemi.istiod.xds.testing.TestNodes;
import io.meltemi.istiod.xds.testing.XdsClient;
import io.meltemi.istiod.xds.testing.XdsResponse;
import io.meltemi.translator.xds.ProxySnapshot;
import io.meltemi.translator.xds.XdsType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdsProtocolTest {

  private final AdsFixture ads = new AdsFixture();

  @AfterEach
  void stop() {
    ads.close();
  }

  @Test
  void aFirstRequestWithoutNodeIsAnInvalidArgument() {
    DeltaXdsClient delta = ads.delta();
    delta.sendRaw(DeltaDiscoveryRequest.newBuilder().setTypeUrl(XdsType.CLUSTER.typeUrl()).build());
    SotwXdsClient sotw = ads.stateOfTheWorld();
    sotw.sendRaw(DiscoveryRequest.newBuilder().setTypeUrl(XdsType.CLUSTER.typeUrl()).build());

    assertThat(delta.awaitEnd().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(sotw.awaitEnd().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(ads.events).isEmpty();
  }

  @Test
  void nothingIsServedBeforeTheSourcesHaveSynced() {
    ads.synced = false;
    ads.publish(mesh(1, 2));
    for (XdsClient early : List.of(ads.delta(), ads.stateOfTheWorld())) {
      early.subscribe(XdsType.CLUSTER);
      assertThat(early.awaitEnd().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(early.responses()).isEmpty();
    }

    ads.synced = true;
    DeltaXdsClient later = ads.delta();
    later.subscribe(XdsType.CLUSTER);
    assertThat(later.awaitResponses(XdsType.CLUSTER, 1).names()).hasSize(2);
  }

  @Test
  void aFirstRequestThatAlreadyCarriesANonceIsAnswered() {
    ads.publish(mesh(1, 2));
    SotwXdsClient sotw = ads.stateOfTheWorld();
    sotw.sendRaw(
        DiscoveryRequest.newBuilder()
            .setTypeUrl(XdsType.CLUSTER.typeUrl())
            .setNode(TestNodes.sidecar("default", "x", "10.0.0.3"))
            .setResponseNonce("from elsewhere")
            .build());
    DeltaXdsClient delta = ads.delta();
    delta.sendRaw(
        DeltaDiscoveryRequest.newBuilder()
            .setTypeUrl(XdsType.CLUSTER.typeUrl())
            .setNode(TestNodes.sidecar("default", "y", "10.0.0.4"))
            .setResponseNonce("from elsewhere")
            .build());

    assertThat(sotw.awaitResponses(XdsType.CLUSTER, 1).names()).hasSize(2);
    assertThat(delta.awaitResponses(XdsType.CLUSTER, 1).names()).hasSize(2);
  }

  @Test
  void namesInAStaleRequestDoNotCount() {
    ads.publish(mesh(1, 3));
    SotwXdsClient client = ads.stateOfTheWorld();
    client.stopAcking();
    client.subscribe(XdsType.ENDPOINT, "s0");
    XdsResponse first = client.awaitResponses(XdsType.ENDPOINT, 1);
    ads.publish(with(mesh(1, 3), endpoints("s0", 9)));
    XdsResponse second = client.awaitResponses(XdsType.ENDPOINT, 2);

    client.sendRaw(endpointRequest(first.nonce(), "s0", "s1"));
    client.sendRaw(endpointRequest(second.nonce(), "s0", "s2"));

    assertThat(client.awaitResponses(XdsType.ENDPOINT, 3).names()).containsExactly("s2");
  }

  private static DiscoveryRequest endpointRequest(String nonce, String... names) {
    return DiscoveryRequest.newBuilder()
        .setTypeUrl(XdsType.ENDPOINT.typeUrl())
        .setResponseNonce(nonce)
        .addAllResourceNames(List.of(names))
        .build();
  }

  @Test
  void namesCanBeAddedAndGivenUp() {
    ProxySnapshot snapshot = mesh(1, 3);
    ads.publish(snapshot);
    for (XdsClient client : List.of(ads.delta(), ads.stateOfTheWorld())) {
      client.subscribe(XdsType.ENDPOINT, "s0");
      assertThat(client.awaitResponses(XdsType.ENDPOINT, 1).names()).containsExactly("s0");
      client.subscribe(XdsType.ENDPOINT, "s1");
      assertThat(client.awaitResponses(XdsType.ENDPOINT, 2).names()).containsExactly("s1");
      client.unsubscribe(XdsType.ENDPOINT, "s0");
    }
    awaitNames(1);

    ads.publish(with(snapshot, endpoints("s0", 5), endpoints("s1", 6), endpoints("s2", 7)));

    for (XdsClient client : ads.clients()) {
      assertThat(client.awaitResponses(XdsType.ENDPOINT, 3).names()).containsExactly("s1");
    }
  }

  /** The server has read the last request of every client when a marker after it is answered. */
  private void awaitNames(int markers) {
    for (XdsClient client : ads.clients()) {
      client.subscribe(XdsType.LISTENER);
      client.awaitResponses(XdsType.LISTENER, markers);
    }
  }

  @Test
  void aNameAskedForAgainIsSentAgain() {
    ads.publish(mesh(1, 3));
    DeltaXdsClient client = ads.delta();
    client.subscribe(XdsType.ENDPOINT, "s0");
    client.awaitResponses(XdsType.ENDPOINT, 1);

    client.subscribe(XdsType.ENDPOINT, "s0");

    assertThat(client.awaitResponses(XdsType.ENDPOINT, 2).names()).containsExactly("s0");
  }

  @Test
  void clustersCanBeAskedForByNameAndByWildcard() {
    ads.publish(mesh(1, 3));
    DeltaXdsClient client = ads.delta();
    client.subscribe(XdsType.CLUSTER, "s1");
    assertThat(client.awaitResponses(XdsType.CLUSTER, 1).names()).containsExactly("s1");

    client.subscribeToWildcard(XdsType.CLUSTER);

    assertThat(client.awaitResponses(XdsType.CLUSTER, 2).names()).containsExactly("s0", "s1", "s2");
  }

  @Test
  void anUpdatedClusterBringsItsEndpointsAgain() {
    ProxySnapshot snapshot = mesh(1, 3);
    ads.publish(snapshot);
    for (XdsClient client : List.of(ads.delta(), ads.stateOfTheWorld())) {
      client.sync();
    }

    ads.publish(with(snapshot, cluster("s1", 5)));

    for (XdsClient client : ads.clients()) {
      client.awaitResponses(XdsType.CLUSTER, 2);
      assertThat(client.awaitResponses(XdsType.ENDPOINT, 2).names()).containsExactly("s1");
    }
  }

  @Test
  void askingForClustersAgainBringsEndpointsAgainToo() {
    ads.publish(mesh(1, 2));
    DeltaXdsClient client = ads.delta();
    client.sync();

    client.subscribeToWildcard(XdsType.CLUSTER);

    assertThat(client.awaitResponses(XdsType.CLUSTER, 2).names()).containsExactly("s0", "s1");
    assertThat(client.awaitResponses(XdsType.ENDPOINT, 2).names()).containsExactly("s0", "s1");
  }

  @Test
  void endpointsOfAClusterUpdatedDuringAReconnectAreSentThoughKnown() {
    ProxySnapshot snapshot = mesh(1, 3);
    ads.publish(snapshot);
    DeltaXdsClient first = ads.delta();
    first.sync();
    ads.publish(with(snapshot, cluster("s1", 5)));
    Map<String, String> endpoints = first.versions(XdsType.ENDPOINT);
    Map<String, String> oldClusters =
        Map.of("s1", "of before", "s0", version(snapshot, "s0"), "s2", version(snapshot, "s2"));

    DeltaXdsClient second = ads.delta();
    second.resubscribe(XdsType.CLUSTER, oldClusters);
    second.resubscribe(XdsType.ENDPOINT, endpoints, "s0", "s1", "s2");

    assertThat(second.awaitResponses(XdsType.CLUSTER, 1).names()).containsExactly("s1");
    assertThat(second.awaitResponses(XdsType.ENDPOINT, 1).names()).containsExactly("s1");
  }

  private static String version(ProxySnapshot snapshot, String cluster) {
    return snapshot.resources(XdsType.CLUSTER).get(cluster).orElseThrow().version();
  }

  @Test
  void removedResourcesAreSaid() {
    ProxySnapshot snapshot = mesh(1, 3);
    ads.publish(snapshot);
    DeltaXdsClient client = ads.delta();
    client.sync();

    ads.publish(without(snapshot, XdsType.CLUSTER, "s2"));

    assertThat(client.awaitResponses(XdsType.CLUSTER, 2).removed()).containsExactly("s2");
  }

  @Test
  void typesThatAreNotServedDoNotDisturbTheOthers() {
    ads.publish(mesh(1, 2));
    DeltaXdsClient client = ads.delta();
    client.sendRaw(
        DeltaDiscoveryRequest.newBuilder()
            .setTypeUrl("type.googleapis.com/istio.v1.HealthInformation")
            .setNode(TestNodes.sidecar("default", "y", "10.0.0.4"))
            .build());

    client.subscribe(XdsType.CLUSTER);

    assertThat(client.awaitResponses(XdsType.CLUSTER, 1).names()).hasSize(2);
  }

  @Test
  void aProxyThatGoesIsForgotten() {
    ads.publish(mesh(1, 2));
    DeltaXdsClient client = ads.delta();
    client.sync();
    ProxyConnection connection = ads.connection();
    client.close();

    client.await("the disconnect", () -> ads.registry.size() == 0 && ads.events.size() == 2);

    assertThat(ads.events.getLast()).startsWith("disconnect ");
    connection.publish(mesh(9, 3));
  }

  @Test
  void stoppingEndsStreamsSoThatProxiesGoElsewhere() {
    ads.publish(mesh(1, 2));
    DeltaXdsClient client = ads.delta();
    client.sync();

    ads.close(List.of());

    assertThat(client.awaitEnd().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(ads.registry.size()).isZero();
  }
}
