package io.meltemi.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.it.mesh.Call;
import io.meltemi.it.mesh.Load;
import io.meltemi.it.mesh.RoutingMesh;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Configuration changes while requests are served, and no request pays for it. */
final class FlipsUnderLoadTest {

  private static final Call CALL = Call.get("reviews:9080", "/");
  private static final int FLIPS = 12;

  private final RoutingMesh mesh = RoutingMesh.shared();

  FlipsUnderLoadTest() throws Exception {}

  @BeforeEach
  void clean() throws Exception {
    mesh.reset();
  }

  @Test
  void noRequestFailsWhileRoutesFlipBetweenSubsets() throws Exception {
    try (Load load = Load.on(mesh.client(), CALL)) {
      for (int flip = 0; flip < FLIPS; flip++) {
        mesh.routes("- route: [{destination: {host: reviews, subset: v" + (1 + flip % 3) + "}}]");
        load.awaitMore(20);
      }
      assertThat(load.failures()).isEmpty();
    }
  }

  /** The clusters of the subsets come and go with the rule that makes them. */
  @Test
  void noRequestFailsWhileSubsetsAreMadeAndRemoved() throws Exception {
    try (Load load = Load.on(mesh.client(), CALL)) {
      for (int flip = 0; flip < FLIPS / 2; flip++) {
        mesh.apply(
            """
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: more, namespace: default}
            spec:
              host: reviews
              subsets: [{name: new-%1$d, labels: {version: v1}}]
            ---
            """
                    .formatted(flip)
                + RoutingMesh.virtualService(
                    "reviews",
                    "- route: [{destination: {host: reviews, subset: new-" + flip + "}}]"));
        load.awaitMore(20);
        mesh.reset();
        load.awaitMore(20);
      }
      assertThat(load.failures()).isEmpty();
    }
  }

  @Test
  void noRequestFailsWhileEndpointsComeAndGo() throws Exception {
    var stranger = mesh.mesh().stranger("reviews-v4");
    try (Load load = Load.on(mesh.client(), CALL)) {
      for (int flip = 0; flip < FLIPS / 2; flip++) {
        mesh.apply(
            """
            apiVersion: networking.istio.io/v1
            kind: WorkloadEntry
            metadata: {name: reviews-v4, namespace: default}
            spec: {address: %s, labels: {app: reviews, version: v4}}
            """
                .formatted(stranger.address().getHost()));
        Await.until("v4 answers", () -> mesh.client().backends(CALL, 8).contains("reviews-v4"));
        mesh.reset();
        Await.until("v4 is out", () -> !mesh.client().backends(CALL, 8).contains("reviews-v4"));
      }
      assertThat(load.failures()).isEmpty();
    }
  }

  @Test
  void noRequestFailsWhilePoliciesChangeTheCluster() throws Exception {
    try (Load load = Load.on(mesh.client(), CALL)) {
      for (int flip = 0; flip < FLIPS; flip++) {
        mesh.apply(
            """
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: policy, namespace: default}
            spec:
              host: reviews
              trafficPolicy:
                connectionPool: {tcp: {connectTimeout: %ds}}
            """
                .formatted(1 + flip));
        load.awaitMore(20);
      }
      assertThat(load.failures()).isEmpty();
    }
  }
}
