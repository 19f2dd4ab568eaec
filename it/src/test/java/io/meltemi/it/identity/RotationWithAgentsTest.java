package io.meltemi.it.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meltemi.ca.SpiffeId;
import io.meltemi.ca.authority.RotationRequest;
import io.meltemi.it.Await;
import io.meltemi.it.mesh.Call;
import io.meltemi.it.mesh.Load;
import io.meltemi.it.mesh.TestMesh;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The root changes under load while some workloads have Istio's agent, which hears of roots only
 * when it renews, and others have none. Everybody calls everybody, a handshake for each request.
 */
final class RotationWithAgentsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Call REVIEWS = Call.get("reviews:9080", "/");
  private static final Call RATINGS = Call.get("ratings:9080", "/");

  /** Long beside a rotation's first stage: the new root signs before an agent has heard of it. */
  private static final Duration AGENTS_LIFE = Duration.ofSeconds(16);

  private static final String STRICT =
      """
      apiVersion: security.istio.io/v1
      kind: PeerAuthentication
      metadata: {name: default, namespace: default}
      spec:
        mtls: {mode: STRICT}
      """;

  private static final String ONE_REQUEST_EACH =
      """
      ---
      apiVersion: networking.istio.io/v1
      kind: DestinationRule
      metadata: {name: %1$s, namespace: default}
      spec:
        host: %1$s
        trafficPolicy:
          connectionPool: {http: {maxRequestsPerConnection: 1}}
      """;

  @Test
  void theRootChangesTwiceAndNobodyFails() throws Exception {
    TestMesh.Options quick =
        TestMesh.Options.istiodFlags(
            "--workloadCertTTL", "10s", "--maxWorkloadCertTTL", "16s", "--rootRotationWait", "1s");
    List<Agent> agents = new ArrayList<>();
    try (TestMesh mesh = TestMesh.start(quick)) {
      mesh.service("reviews");
      mesh.service("ratings");
      mesh.server("ratings", "v1");
      TestMesh.Client plain = mesh.client("plain");
      mesh.bootstrap(
          (node, usual) -> {
            SpiffeId account =
                new SpiffeId("cluster.local", node.namespace(), node.serviceAccount());
            Agent agent = mesh.closing(Agent.start(mesh, account, AGENTS_LIFE));
            agents.add(agent);
            return agent.in(usual);
          });
      mesh.server("reviews", "v1");
      TestMesh.Client withAgent = mesh.client("with-agent");
      mesh.config()
          .write(
              "strict.yaml",
              STRICT
                  + ONE_REQUEST_EACH.formatted("reviews")
                  + ONE_REQUEST_EACH.formatted("ratings"));
      mesh.config().awaitSeenBy(plain.http());
      mesh.config().awaitSeenBy(withAgent.http());
      for (TestMesh.Client client : List.of(plain, withAgent)) {
        for (Call call : List.of(REVIEWS, RATINGS)) {
          Await.until("the first answer", () -> client.http().call(call).status() == 200);
        }
      }
      assertThat(authority(mesh).path("proxiesWithRootsFromElsewhere").toString())
          .contains("reviews-v1.default", "with-agent.default")
          .doesNotContain("ratings-v1", "plain");
      rotateTwice(mesh, plain, withAgent);
      assertThat(agents).hasSize(2).allMatch(agent -> agent.renewals() >= 4);
      assertThat(agents).allSatisfy(agent -> assertThat(agent.failures()).isEmpty());
    }
  }

  private static void rotateTwice(TestMesh mesh, TestMesh.Client plain, TestMesh.Client withAgent)
      throws Exception {
    try (Load agentToAgent = Load.on(withAgent.http(), REVIEWS);
        Load agentToNone = Load.on(withAgent.http(), RATINGS);
        Load noneToAgent = Load.on(plain.http(), REVIEWS);
        Load noneToNone = Load.on(plain.http(), RATINGS)) {
      List<Load> all = List.of(agentToAgent, agentToNone, noneToAgent, noneToNone);
      for (int round = 1; round <= 2; round++) {
        String old = signer(mesh);
        RotationRequest.BEGIN.leaveIn(mesh.stateDir());
        Await.until("another root signs", Duration.ofSeconds(20), () -> !signer(mesh).equals(old));
        Await.until(
            "the old root is retired",
            Duration.ofSeconds(60),
            () -> authority(mesh).path("roots").size() == 1);
        for (Load load : all) {
          load.awaitMore(30);
          assertThat(load.failures()).as("round " + round).isEmpty();
        }
      }
    }
  }

  private static JsonNode authority(TestMesh mesh) throws Exception {
    return JSON.readTree(mesh.istiod().page("/debug/authority"));
  }

  private static String signer(TestMesh mesh) throws Exception {
    return authority(mesh).path("issuer").path("serial").asText();
  }
}
