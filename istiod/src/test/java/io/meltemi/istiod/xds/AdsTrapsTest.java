package io.meltemi.istiod.xds;

import static io.meltemi.istiod.xds.testing.TestResources.endpoints;
import static io.meltemi.istiod.xds.testing.TestSnapshots.mesh;
import static io.meltemi.istiod.xds.testing.TestSnapshots.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.istiod.xds.testing.DeltaXdsClient;
import io.meltemi.istiod.xds.testing.SotwXdsClient;
import io.meltemi.istiod.xds.testing.XdsResponse;
import io.meltemi.translator.xds.ProxySnapshot;
import io.meltemi.translator.xds.XdsType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The four traps of java-control-plane's server that ours must not have. */
class AdsTrapsTest {

  private final AdsFixture ads = new AdsFixture();

  @AfterEach
  void stop() {
    ads.close();
  }

  /** There, a default version is made from {@code hashCode()}. */
  @Test
  void versionsAreMadeOfContentAndEqualInEveryProcess() {
    ads.publish(mesh(1, 3));
    DeltaXdsClient delta = ads.delta();
    delta.subscribe(XdsType.CLUSTER);
    SotwXdsClient sotw = ads.stateOfTheWorld();
    sotw.subscribe(XdsType.CLUSTER);

    XdsResponse cds = delta.awaitResponses(XdsType.CLUSTER, 1);
    ProxySnapshot sameElsewhere = mesh(17, 3);
    sameElsewhere
        .resources(XdsType.CLUSTER)
        .forEach(each -> assertThat(cds.versions()).containsEntry(each.name(), each.version()));
    assertThat(sotw.awaitResponses(XdsType.CLUSTER, 1).version())
        .isEqualTo(sameElsewhere.resources(XdsType.CLUSTER).version());
  }

  /** There, a type is answered with nothing if one requested name is missing. */
  @Test
  void whatExistsIsAnsweredThoughAnotherNameIsMissing() {
    ads.publish(mesh(1, 2));
    DeltaXdsClient delta = ads.delta();
    delta.subscribe(XdsType.ENDPOINT, "s0", "nobody");
    SotwXdsClient sotw = ads.stateOfTheWorld();
    sotw.subscribe(XdsType.ENDPOINT, "s0", "nobody");

    XdsResponse deltaEds = delta.awaitResponses(XdsType.ENDPOINT, 1);
    assertThat(deltaEds.names()).containsExactly("s0");
    assertThat(deltaEds.removed()).as("so that Envoy does not wait").containsExactly("nobody");
    assertThat(sotw.awaitResponses(XdsType.ENDPOINT, 1).names()).containsExactly("s0");

    ads.publish(with(mesh(1, 2), endpoints("nobody", 1)));
    assertThat(delta.awaitResponses(XdsType.ENDPOINT, 2).names()).containsExactly("nobody");
    assertThat(sotw.awaitResponses(XdsType.ENDPOINT, 2).names()).containsExactly("nobody");
  }

  /** There, the node is read from every request; Envoy sends it in the first. */
  @Test
  void theNodeOfTheFirstRequestHoldsForTheStream() {
    ads.publish(mesh(1, 2));
    DeltaXdsClient client = ads.delta();
    client.subscribe(XdsType.CLUSTER);
    client.subscribe(XdsType.LISTENER);
    client.awaitResponses(XdsType.LISTENER, 1);

    assertThat(ads.events)
        .containsExactly("connect sidecar~10.0.0.1~a.default~default.svc.cluster.local");
    NodeInfo node = ads.connection().node();
    assertThat(node.region()).isEqualTo("region1");
    assertThat(node.metadata().getFieldsMap())
        .containsOnlyKeys("NAMESPACE", "NAME", "INSTANCE_IPS", "LABELS");
  }

  /** There, a snapshot for one group locks all groups. */
  @Test
  void aProxyThatDoesNotReadHoldsUpNobody() {
    ProxySnapshot big = mesh(1, 3000);
    ads.publish(big);
    DeltaXdsClient stuck = ads.delta();
    stuck.stopReading();
    stuck.subscribe(XdsType.CLUSTER);
    stuck.subscribe(XdsType.LISTENER);
    SotwXdsClient healthy = ads.stateOfTheWorld();
    healthy.subscribe(XdsType.ENDPOINT, "s0");
    healthy.awaitResponses(XdsType.ENDPOINT, 1);

    ProxySnapshot snapshot = big;
    for (int port = 1; port <= 50; port++) {
      snapshot = with(snapshot, endpoints("s0", port));
      ads.publish(snapshot);
      healthy.awaitResponses(XdsType.ENDPOINT, 1 + port);
    }

    stuck.readOn();
    stuck.awaitResponses(XdsType.LISTENER, 1);
  }
}
