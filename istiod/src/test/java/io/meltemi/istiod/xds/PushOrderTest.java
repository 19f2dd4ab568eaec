package io.meltemi.istiod.xds;

import static io.meltemi.istiod.xds.testing.TestResources.cluster;
import static io.meltemi.istiod.xds.testing.TestResources.endpoints;
import static io.meltemi.istiod.xds.testing.TestResources.route;
import static io.meltemi.istiod.xds.testing.TestSnapshots.mesh;
import static io.meltemi.istiod.xds.testing.TestSnapshots.with;
import static io.meltemi.istiod.xds.testing.TestSnapshots.without;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.meltemi.istiod.xds.testing.DeltaXdsClient;
import io.meltemi.istiod.xds.testing.SotwXdsClient;
import io.meltemi.istiod.xds.testing.XdsClient;
import io.meltemi.istiod.xds.testing.XdsResponse;
import io.meltemi.translator.xds.ProxySnapshot;
import io.meltemi.translator.xds.XdsType;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Make before break, seen from the proxy. */
class PushOrderTest {

  private AdsFixture ads = new AdsFixture();

  @AfterEach
  void stop() {
    ads.close();
  }

  /** Moves route r0 from cluster s0 to a new one, and takes s0 away, in one step. */
  private static ProxySnapshot replaceCluster(ProxySnapshot snapshot) {
    ProxySnapshot moved =
        with(snapshot, cluster("new", 0), endpoints("new", 1), route("r0", "new"));
    return without(without(moved, XdsType.CLUSTER, "s0"), XdsType.ENDPOINT, "s0");
  }

  @Test
  void deltaMakesBeforeItBreaks() {
    DeltaXdsClient client = ads.delta();
    ImmutableList<XdsResponse> sent = replacement(client);

    assertThat(sent)
        .extracting(XdsResponse::type)
        .startsWith(XdsType.CLUSTER, XdsType.ENDPOINT, XdsType.ROUTE, XdsType.CLUSTER);
    assertThat(sent.get(0).names()).containsExactly("new");
    assertThat(sent.get(0).removed()).isEmpty();
    assertThat(sent.get(3).removed()).containsExactly("s0");
  }

  @Test
  void stateOfTheWorldMakesBeforeItBreaks() {
    SotwXdsClient client = ads.stateOfTheWorld();
    ImmutableList<XdsResponse> sent = replacement(client);

    assertThat(sent)
        .extracting(XdsResponse::type)
        .startsWith(XdsType.CLUSTER, XdsType.ENDPOINT, XdsType.ROUTE, XdsType.CLUSTER);
    assertThat(sent.get(0).names()).containsExactly("new", "s0", "s1");
    assertThat(sent.get(3).names()).containsExactly("new", "s1");
  }

  private ImmutableList<XdsResponse> replacement(XdsClient client) {
    ProxySnapshot snapshot = mesh(1, 2);
    ads.publish(snapshot);
    client.sync();
    int before = client.responses().size();
    ProxySnapshot replaced = replaceCluster(snapshot);
    ads.publish(replaced);
    client.await(
        "convergence", () -> ads.connection().ledger().converged().equals(replaced.revision()));
    return client.responses().subList(before, client.responses().size());
  }

  @Test
  void routesWaitForTheAckOfNewClusters() {
    ProxySnapshot snapshot = mesh(1, 2);
    ads.publish(snapshot);
    DeltaXdsClient client = ads.delta();
    client.sync();
    client.await("quiet", () -> ads.connection().ledger().converged().number() == 1);
    client.stopAcking();

    ads.publish(replaceCluster(snapshot));

    client.awaitResponses(XdsType.CLUSTER, 2);
    client.awaitResponses(XdsType.ENDPOINT, 2);
    assertThat(client.responses(XdsType.ROUTE)).hasSize(1);
    client.startAcking();
    client.awaitResponses(XdsType.ROUTE, 2);
    assertThat(client.awaitResponses(XdsType.CLUSTER, 3).removed()).containsExactly("s0");
  }

  @Test
  void endpointsOfOtherClustersDoNotWait() {
    ProxySnapshot snapshot = mesh(1, 2);
    ads.publish(snapshot);
    DeltaXdsClient client = ads.delta();
    client.sync();
    client.await("quiet", () -> ads.connection().ledger().converged().number() == 1);
    client.stopAcking();
    ads.publish(replaceCluster(snapshot));
    client.awaitResponses(XdsType.ENDPOINT, 2);

    ads.publish(with(replaceCluster(snapshot), endpoints("s1", 4)));

    assertThat(client.awaitResponses(XdsType.ENDPOINT, 3).names()).containsExactly("s1");
    assertThat(client.responses(XdsType.ROUTE)).hasSize(1);
  }

  @Test
  void patienceRunsOutWithAProxyThatNeverAcks() {
    ads.close();
    ads = new AdsFixture(AdsOptions.DEFAULT.withAckPatience(Duration.ofMillis(50)));
    ProxySnapshot snapshot = mesh(1, 2);
    ads.publish(snapshot);
    DeltaXdsClient client = ads.delta();
    client.stopAcking();
    client.sync();

    ads.publish(replaceCluster(snapshot));

    client.awaitResponses(XdsType.ROUTE, 2);
    assertThat(client.awaitResponses(XdsType.CLUSTER, 3).removed()).containsExactly("s0");
  }

  @Test
  void aClusterThatComesBackBeforeItWentIsNotRemoved() {
    ProxySnapshot snapshot = mesh(1, 2);
    ads.publish(snapshot);
    DeltaXdsClient client = ads.delta();
    client.sync();
    client.await("quiet", () -> ads.connection().ledger().converged().number() == 1);
    client.stopAcking();
    ProxySnapshot replaced = replaceCluster(snapshot);
    ads.publish(replaced);
    client.awaitResponses(XdsType.ENDPOINT, 2);
    ProxySnapshot back = with(replaced, cluster("s0", 0), endpoints("s0", 20_000));
    ads.publish(back);
    client.startAcking();

    client.await(
        "convergence", () -> ads.connection().ledger().converged().equals(back.revision()));
    assertThat(client.responses(XdsType.CLUSTER))
        .allSatisfy(response -> assertThat(response.removed()).isEmpty());
    assertThat(client.resources(XdsType.CLUSTER)).containsOnlyKeys("new", "s0", "s1");
  }
}
