package io.meltemi.istiod.xds;

import static io.meltemi.istiod.xds.testing.TestResources.cluster;
import static io.meltemi.istiod.xds.testing.TestResources.endpoints;
import static io.meltemi.istiod.xds.testing.TestResources.route;
import static io.meltemi.istiod.xds.testing.TestSnapshots.mesh;
import static io.meltemi.istiod.xds.testing.TestSnapshots.with;
import static io.meltemi.istiod.xds.testing.TestSnapshots.without;
import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.istiod.xds.LedgerEntry.Status;
import io.meltemi.istiod.xds.testing.DeltaXdsClient;
import io.meltemi.istiod.xds.testing.XdsClient;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.xds.ProxySnapshot;
import io.meltemi.translator.xds.XdsType;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdsNackTest {

  private final AdsFixture ads = new AdsFixture();

  @AfterEach
  void stop() {
    ads.close();
  }

  @Test
  void aRefusedClusterIsRecordedWithEnvoysWordsAndItsOriginAndNotSentAgain() {
    ProxySnapshot snapshot = mesh(1, 12);
    ads.publish(snapshot);
    DeltaXdsClient client = ads.delta();
    client.sync();
    awaitSent(client, snapshot);
    client.refuseNext(
        XdsType.CLUSTER, "Error adding/updating cluster(s) s1: no EDS config, s11x: nothing");

    ProxySnapshot bad = with(snapshot, cluster("s1", 1), cluster("s11", 1));
    ads.publish(bad);
    client.await("the NACK", () -> ads.rejections.size() == 1);

    LedgerEntry entry = ads.connection().ledger().entry(XdsType.CLUSTER);
    assertThat(entry.status()).isEqualTo(Status.ERROR);
    ConfigKey blamed = new ConfigKey(ConfigKind.DESTINATION_RULE, "default", "s1");
    assertThat(ads.registry.nackedResources())
        .singleElement()
        .satisfies(
            nacked -> {
              assertThat(nacked.name()).isEqualTo("s1");
              assertThat(nacked.origins()).containsExactly(blamed);
              assertThat(nacked.error()).contains("no EDS config");
              assertThat(nacked.at()).isEqualTo(AdsFixture.NOW);
            });
    ads.publish(with(bad, cluster("s2", 1)));
    assertThat(client.awaitResponses(XdsType.CLUSTER, 3).names())
        .as("the same version is not sent again")
        .containsExactly("s2");
    awaitSent(client, with(bad, cluster("s2", 1)));
    assertThat(ads.registry.nackedResources()).hasSize(1);

    ads.publish(with(with(bad, cluster("s2", 1)), cluster("s1", 2)));
    assertThat(client.awaitResponses(XdsType.CLUSTER, 4).names()).containsExactly("s1");
    client.await("forgiveness", () -> ads.registry.nackedResources().isEmpty());
    assertThat(ads.connection().ledger().entry(XdsType.CLUSTER).status()).isEqualTo(Status.SYNCED);
  }

  @Test
  void aBadRouteDoesNotTakeTheOthersWithIt() {
    ProxySnapshot snapshot = mesh(1, 9);
    for (XdsClient client : List.of(ads.delta(), ads.stateOfTheWorld())) {
      ads.publish(snapshot);
      client.sync();
      client.refuseWith(XdsType.ROUTE, "r4", "Only a single wildcard domain is permitted");
    }
    ProxySnapshot changed = snapshot;
    for (int i = 0; i < 9; i++) {
      changed = with(changed, route("r" + i, "s0"));
    }

    ads.publish(changed);

    for (XdsClient client : ads.clients()) {
      awaitSent(client, changed);
      client.await("two blamed", () -> ads.registry.nackedResources().size() == 2);
      for (int i = 0; i < 9; i++) {
        ProxySnapshot expected = i == 4 ? snapshot : changed;
        assertThat(client.resources(XdsType.ROUTE).get("r" + i))
            .isEqualTo(expected.resources(XdsType.ROUTE).get("r" + i).orElseThrow().packed());
      }
    }
    assertThat(ads.registry.nackedResources())
        .allSatisfy(
            nacked -> {
              assertThat(nacked.name()).isEqualTo("r4");
              assertThat(nacked.origins())
                  .containsExactly(new ConfigKey(ConfigKind.VIRTUAL_SERVICE, "default", "r4"));
            });
  }

  @Test
  void whatIsRefusedIsForgottenWithTheResource() {
    ProxySnapshot snapshot = mesh(1, 3);
    ads.publish(snapshot);
    DeltaXdsClient client = ads.delta();
    client.sync();
    client.refuseNext(XdsType.ENDPOINT, "malformed IP address: x");
    ads.publish(with(snapshot, endpoints("s1", 1)));
    client.await("the NACK", () -> ads.registry.nackedResources().size() == 1);

    ads.publish(without(snapshot, XdsType.ENDPOINT, "s1"));

    client.await("forgiveness", () -> ads.registry.nackedResources().isEmpty());
  }

  @Test
  void longWordsAreCutOff() {
    ads.publish(mesh(1, 1));
    DeltaXdsClient client = ads.delta();
    client.refuseNext(XdsType.CLUSTER, "x".repeat(1_000_000));
    client.subscribe(XdsType.CLUSTER);

    client.await("the NACK", () -> ads.rejections.size() == 1);

    assertThat(ads.rejections.getFirst().error()).hasSizeLessThan(3000);
  }

  private void awaitSent(XdsClient client, ProxySnapshot snapshot) {
    client.await(
        "convergence",
        () ->
            ads.connections.stream()
                .allMatch(each -> each.ledger().converged().equals(snapshot.revision())));
  }
}
