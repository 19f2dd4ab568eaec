package io.meltemi.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.it.backend.Behaviour;
import io.meltemi.it.mesh.Answer;
import io.meltemi.it.mesh.Call;
import io.meltemi.it.mesh.RoutingMesh;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who among the endpoints gets a request: DestinationRule's trafficPolicy. */
final class LoadBalancingTest {

  private static final Call PLAIN = Call.get("reviews:9080", "/");

  private final RoutingMesh mesh = RoutingMesh.shared();

  LoadBalancingTest() throws Exception {}

  @BeforeEach
  void clean() throws Exception {
    mesh.reset();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "httpHeaderName: user",
        "httpHeaderName: user, ringHash: {minimumRingSize: 2048}",
        "httpHeaderName: user, maglev: {}",
      })
  void consistentHashKeepsAUserAtOneEndpoint(String hash) throws Exception {
    policy("loadBalancer: {consistentHash: {" + hash + "}}");
    Map<String, String> first = new HashMap<>();
    for (int round = 0; round < 3; round++) {
      for (int user = 0; user < 30; user++) {
        String name = "user-" + user;
        String backend = mesh.client().call(PLAIN.header("user", name)).backend();
        assertThat(backend).isEqualTo(first.computeIfAbsent(name, _ -> backend));
      }
    }
    assertThat(first.values()).contains("reviews-v1", "reviews-v2", "reviews-v3");
  }

  @Test
  void consistentHashByQueryParameterKeepsItsEndpoint() throws Exception {
    policy("loadBalancer: {consistentHash: {httpQueryParameterName: q}}");
    assertThat(mesh.client().backends(Call.get("reviews:9080", "/?q=7"), 10).elementSet())
        .hasSize(1);
  }

  @Test
  void aSessionCookieIsGivenAndObeyed() throws Exception {
    policy("loadBalancer: {consistentHash: {httpCookie: {name: session, ttl: 60s}}}");
    Answer first = mesh.client().call(PLAIN);
    String cookie = first.header("set-cookie");
    assertThat(cookie).startsWith("session=");
    Call again = PLAIN.header("cookie", cookie.substring(0, cookie.indexOf(';')));
    assertThat(mesh.client().backends(again, 10).elementSet()).containsExactly(first.backend());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ROUND_ROBIN", "LEAST_REQUEST", "RANDOM"})
  void simpleBalancersUseAllEndpoints(String simple) throws Exception {
    policy("loadBalancer: {simple: " + simple + "}");
    assertThat(mesh.client().backends(PLAIN, 60).elementSet()).hasSize(3);
  }

  @Test
  void anOutlierIsEjected() throws Throwable {
    mesh.backend("reviews-v2").behave(Behaviour.status(500));
    policy(
        """
        loadBalancer: {simple: ROUND_ROBIN}
        outlierDetection:
          consecutive5xxErrors: 2
          interval: 0.1s
          baseEjectionTime: 60s
          maxEjectionPercent: 50
        """);
    Await.untilAsserted(
        () ->
            assertThat(mesh.client().backends(PLAIN, 12).elementSet())
                .containsExactlyInAnyOrder("reviews-v1", "reviews-v3"));
  }

  /** Beside the rule with the subsets: rules for the same host are merged. */
  private void policy(String trafficPolicy) throws Exception {
    mesh.apply(
        """
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: a-policy, namespace: default}
        spec:
          host: reviews
          trafficPolicy:
        """
            + trafficPolicy.indent(4));
  }
}
