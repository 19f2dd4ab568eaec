package io.meltemi.istiod.xds;

import static io.meltemi.istiod.xds.testing.TestResources.cluster;
import static io.meltemi.istiod.xds.testing.TestResources.endpoints;
import static io.meltemi.istiod.xds.testing.TestResources.listener;
import static io.meltemi.istiod.xds.testing.TestResources.route;
import static io.meltemi.istiod.xds.testing.TestSnapshots.mesh;
import static io.meltemi.istiod.xds.testing.TestSnapshots.with;
import static io.meltemi.istiod.xds.testing.TestSnapshots.without;
import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.istiod.xds.testing.DeltaXdsClient;
import io.meltemi.istiod.xds.testing.SotwXdsClient;
import io.meltemi.istiod.xds.testing.XdsClient;
import io.meltemi.istiod.xds.testing.XdsResponse;
import io.meltemi.translator.xds.ModelRevision;
import io.meltemi.translator.xds.ProxySnapshot;
import io.meltemi.translator.xds.XdsType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdsServingTest {

  private final AdsFixture ads = new AdsFixture();

  @AfterEach
  void stop() {
    ads.close();
  }

  @Test
  void deltaAndStateOfTheWorldClientsEndEqual() {
    ProxySnapshot snapshot = mesh(1, 5);
    ads.publish(snapshot);
    DeltaXdsClient delta = ads.delta();
    SotwXdsClient sotw = ads.stateOfTheWorld();
    delta.sync();
    sotw.sync();
    assertEqualTo(snapshot, delta, sotw);

    snapshot = with(snapshot, cluster("s1", 7), endpoints("s2", 9), route("r3", "s4"));
    snapshot = with(snapshot, cluster("new", 0), endpoints("new", 1));
    snapshot = with(snapshot, listener("new", 31_000, "new"), route("new", "new"));
    ads.publish(snapshot);
    awaitConvergence(snapshot, delta, sotw);
    assertEqualTo(snapshot, delta, sotw);

    snapshot = without(snapshot, XdsType.LISTENER, "l0");
    snapshot = without(snapshot, XdsType.ROUTE, "r0");
    snapshot = without(snapshot, XdsType.CLUSTER, "s0");
    snapshot = without(snapshot, XdsType.ENDPOINT, "s0");
    ads.publish(snapshot);
    awaitConvergence(snapshot, delta, sotw);
    assertEqualTo(snapshot, delta, sotw);
  }

  @Test
  void anEqualSnapshotPushesNothing() {
    ads.publish(mesh(1, 3));
    List<XdsClient> clients = List.of(ads.delta(), ads.stateOfTheWorld());
    clients.forEach(XdsClient::sync);
    awaitConvergence(mesh(1, 3), clients.toArray(XdsClient[]::new));
    List<Integer> before = clients.stream().map(client -> client.responses().size()).toList();

    ads.publish(mesh(2, 3));

    awaitConvergence(mesh(2, 3), clients.toArray(XdsClient[]::new));
    assertThat(clients).extracting(client -> client.responses().size()).isEqualTo(before);
  }

  @Test
  void onlyWhatChangedIsSentInDelta() {
    ProxySnapshot snapshot = mesh(1, 100);
    ads.publish(snapshot);
    DeltaXdsClient client = ads.delta();
    client.sync();
    awaitConvergence(snapshot, client);
    int before = client.responses().size();

    ProxySnapshot changed = with(snapshot, endpoints("s42", 99));
    ads.publish(changed);
    awaitConvergence(changed, client);

    List<XdsResponse> responses = client.responses();
    assertThat(responses.subList(before, responses.size()))
        .singleElement()
        .satisfies(response -> assertThat(response.names()).containsExactly("s42"));
  }

  @Test
  void onlyTheChangedRouteIsSentInStateOfTheWorld() {
    ProxySnapshot snapshot = mesh(1, 20);
    ads.publish(snapshot);
    SotwXdsClient client = ads.stateOfTheWorld();
    client.sync();
    awaitConvergence(snapshot, client);
    int before = client.responses().size();

    ProxySnapshot changed = with(snapshot, route("r7", "s8"));
    ads.publish(changed);
    awaitConvergence(changed, client);

    List<XdsResponse> responses = client.responses();
    assertThat(responses.subList(before, responses.size()))
        .singleElement()
        .satisfies(response -> assertThat(response.names()).containsExactly("r7"));
  }

  @Test
  void aReconnectingDeltaProxyIsSentNothingItHas() {
    ProxySnapshot snapshot = mesh(1, 10);
    ads.publish(snapshot);
    DeltaXdsClient first = ads.delta();
    first.sync();
    Map<String, String> clusters = first.versions(XdsType.CLUSTER);
    Map<String, String> endpoints = first.versions(XdsType.ENDPOINT);
    first.close();
    ProxySnapshot later = with(snapshot, endpoints("s3", 77), cluster("extra", 0));
    later = with(later, endpoints("extra", 78));
    ads.publish(without(later, XdsType.CLUSTER, "s9"));

    DeltaXdsClient second = ads.delta();
    second.resubscribe(XdsType.CLUSTER, clusters);
    second.resubscribe(XdsType.ENDPOINT, endpoints, endpoints.keySet().toArray(String[]::new));

    XdsResponse cds = second.awaitResponses(XdsType.CLUSTER, 1);
    assertThat(cds.names()).containsExactly("extra");
    assertThat(cds.removed()).containsExactly("s9");
    assertThat(second.awaitResponses(XdsType.ENDPOINT, 1).names()).containsExactly("s3");
  }

  @Test
  void aReconnectWithNothingNewIsAnsweredOnceAndEmpty() {
    ProxySnapshot snapshot = mesh(1, 10);
    ads.publish(snapshot);
    DeltaXdsClient first = ads.delta();
    first.sync();

    DeltaXdsClient second = ads.delta();
    for (XdsType type : List.of(XdsType.CLUSTER, XdsType.LISTENER)) {
      second.resubscribe(type, first.versions(type));
    }
    for (XdsType type : List.of(XdsType.ENDPOINT, XdsType.ROUTE)) {
      Map<String, String> known = first.versions(type);
      second.resubscribe(type, known, known.keySet().toArray(String[]::new));
    }

    second.awaitResponses(XdsType.LISTENER, 1);
    awaitConvergence(snapshot, second);
    assertThat(second.responses())
        .hasSize(2)
        .allSatisfy(
            response -> {
              assertThat(response.names()).isEmpty();
              assertThat(response.removed()).isEmpty();
            });
  }

  @Test
  void aReconnectingStateOfTheWorldProxyIsNotSentTheClustersItHas() {
    ProxySnapshot snapshot = mesh(1, 10);
    ads.publish(snapshot);
    SotwXdsClient first = ads.stateOfTheWorld();
    first.sync();

    SotwXdsClient second = ads.stateOfTheWorld();
    second.pretendToHave(XdsType.CLUSTER, first.acceptedVersion(XdsType.CLUSTER));
    second.pretendToHave(XdsType.LISTENER, "an older version");
    second.subscribe(XdsType.CLUSTER);
    second.subscribe(XdsType.LISTENER);

    assertThat(second.awaitResponses(XdsType.LISTENER, 1).names()).hasSize(10);
    assertThat(second.responses(XdsType.CLUSTER)).isEmpty();
  }

  @Test
  void anEmptyMeshIsAnsweredSoThatEnvoyStarts() {
    ads.publish(ProxySnapshot.EMPTY);
    for (XdsClient client : List.of(ads.delta(), ads.stateOfTheWorld())) {
      client.subscribe(XdsType.CLUSTER);
      assertThat(client.awaitResponses(XdsType.CLUSTER, 1).names()).isEmpty();
      client.subscribe(XdsType.LISTENER);
      assertThat(client.awaitResponses(XdsType.LISTENER, 1).names()).isEmpty();
    }
  }

  @Test
  void aSnapshotPublishedAfterTheRequestIsTheAnswer() {
    DeltaXdsClient client = ads.delta();
    client.subscribe(XdsType.CLUSTER);
    client.await("the connection", () -> ads.registry.size() == 1);

    ads.publish(mesh(1, 2));

    assertThat(client.awaitResponses(XdsType.CLUSTER, 1).names()).containsExactly("s0", "s1");
  }

  private void awaitConvergence(ProxySnapshot snapshot, XdsClient... clients) {
    ModelRevision revision = snapshot.revision();
    clients[0].await(
        "revision " + revision,
        () ->
            ads.connections.stream()
                .allMatch(each -> each.ledger().converged().compareTo(revision) >= 0));
  }

  private static void assertEqualTo(ProxySnapshot snapshot, XdsClient... clients) {
    for (XdsClient client : clients) {
      for (XdsType type : XdsType.values()) {
        Map<String, com.google.protobuf.Any> expected = new java.util.TreeMap<>();
        snapshot.resources(type).forEach(each -> expected.put(each.name(), each.packed()));
        assertThat(client.resources(type)).as("%s", type).isEqualTo(expected);
      }
    }
  }
}
