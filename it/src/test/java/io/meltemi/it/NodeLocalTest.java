package io.meltemi.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.meltemi.it.backend.HttpBackend;
import io.meltemi.it.mesh.Call;
import io.meltemi.it.mesh.TestMesh;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A Service that is for callers on its own node, called from three nodes: of one client istiod
 * knows the Pod, of two what their proxies say.
 */
final class NodeLocalTest {

  private static final int CALLS = 12;
  private static final Call AGENT = Call.get("agent:9080", "/");

  @SuppressWarnings("NullAway.Init")
  private static TestMesh mesh;

  @SuppressWarnings("NullAway.Init")
  private static ImmutableMap<String, String> addresses;

  @SuppressWarnings("NullAway.Init")
  private static TestMesh.Client one;

  @SuppressWarnings("NullAway.Init")
  private static TestMesh.Client two;

  @SuppressWarnings("NullAway.Init")
  private static TestMesh.Client three;

  @BeforeAll
  static void start() throws Exception {
    mesh = TestMesh.start();
    HttpBackend first = mesh.stranger("agent-1");
    HttpBackend second = mesh.stranger("agent-2");
    addresses =
        ImmutableMap.of(
            "n1", first.address().getHost(),
            "n2", second.address().getHost());
    one = mesh.client("one");
    mesh.config().write("pod-one.yaml", pod("one", one.address(), "n1"));
    mesh.bootstrap((_, usual) -> says(usual, "n2"));
    two = mesh.client("two");
    mesh.bootstrap((_, usual) -> says(usual, "n3"));
    three = mesh.client("three");
  }

  @AfterAll
  static void stop() throws Exception {
    mesh.close();
  }

  @Test
  void everyNodeHasItsOwn() throws Throwable {
    serve("internalTrafficPolicy: Local", ImmutableMap.of("n1", true, "n2", true));
    answers(one, "agent-1");
    answers(two, "agent-2");
    answers(three, "status 503");
  }

  @Test
  void whatComesToANodeAndGoesIsFollowed() throws Throwable {
    serve("internalTrafficPolicy: Local", ImmutableMap.of("n1", true, "n2", false));
    answers(one, "agent-1");
    answers(two, "status 503");
    serve("internalTrafficPolicy: Local", ImmutableMap.of("n1", false, "n2", true));
    answers(one, "status 503");
    answers(two, "agent-2");
  }

  @Test
  void oneThatPrefersItsNodeIsHelpedByOthers() throws Throwable {
    serve("trafficDistribution: PreferSameNode", ImmutableMap.of("n1", true, "n2", true));
    answers(one, "agent-1");
    answers(two, "agent-2");
    answers(three, "agent-1", "agent-2");
    serve("trafficDistribution: PreferSameNode", ImmutableMap.of("n1", false, "n2", true));
    answers(one, "agent-2");
  }

  @Test
  void withoutAWordOfItAllNodesAreAlike() throws Throwable {
    serve("internalTrafficPolicy: Local", ImmutableMap.of("n1", true, "n2", true));
    answers(one, "agent-1");
    serve("internalTrafficPolicy: Cluster", ImmutableMap.of("n1", true, "n2", true));
    answers(one, "agent-1", "agent-2");
    answers(three, "agent-1", "agent-2");
  }

  private static Bootstrap says(Bootstrap usual, String node) {
    Bootstrap.Builder changed = usual.toBuilder();
    changed
        .getNodeBuilder()
        .getMetadataBuilder()
        .putFields("NODE_NAME", Value.newBuilder().setStringValue(node).build());
    return changed.build();
  }

  private static void answers(TestMesh.Client client, String... backends) throws Throwable {
    Await.untilAsserted(
        () ->
            assertThat(client.http().backends(AGENT, CALLS).elementSet())
                .containsExactlyInAnyOrder(backends));
  }

  /** The Service, and whether its endpoint on each node is ready. */
  private static void serve(String policy, Map<String, Boolean> ready) throws IOException {
    StringBuilder endpoints = new StringBuilder();
    ready.forEach(
        (node, is) ->
            endpoints.append(
                "- {addresses: [%s], nodeName: %s, conditions: {ready: %s}}\n"
                    .formatted(addresses.get(node), node, is)));
    mesh.config()
        .write(
            "agent.yaml",
            """
            apiVersion: v1
            kind: Service
            metadata: {name: agent, namespace: default}
            spec:
              selector: {app: agent}
              ports: [{name: http, port: 9080}]
              %s
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: agent-1
              namespace: default
              labels: {kubernetes.io/service-name: agent}
            addressType: IPv4
            ports: [{name: http, port: 9080, protocol: TCP}]
            endpoints:
            """
                    .formatted(policy)
                + endpoints);
  }

  private static String pod(String name, String address, String node) {
    return """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: default, labels: {app: %1$s}}
        spec: {nodeName: %s, serviceAccountName: %1$s}
        status: {podIP: %s}
        """
        .formatted(name, node, address);
  }
}
