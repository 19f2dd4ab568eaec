package io.meltemi.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import io.meltemi.it.Await;
import io.meltemi.it.backend.RawBackend;
import io.meltemi.it.mesh.Answer;
import io.meltemi.it.mesh.TestMesh;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Gateways of one mesh that differ in what {@code proxy.istio.io/config} says of each. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OwnSettingsTest {

  /** Whoever is before it tells where a request came from. */
  private static final String BEHIND_A_PROXY =
      """
      {"gatewayTopology": {"numTrustedProxies": 1}, "discoveryAddress": "istiod:15012", "newer": {}}
      """;

  private static final String NAMED =
      """
      proxyHeaders: {server: {value: "$(NAME) of its own"}}
      concurrency: 1
      """;

  private final TestMesh mesh =
      TestMesh.start("defaultConfig: {proxyHeaders: {server: {value: everybody}}}");
  private final TestMesh.Client usual;
  private final TestMesh.Client behind;
  private final TestMesh.Client named;

  OwnSettingsTest() throws Exception {
    RawBackend app = mesh.closing(RawBackend.start("127.0.0.1"));
    usual = gateway("usual", "NOTHING", "{}");
    behind = gateway("behind", "PROXY_CONFIG", BEHIND_A_PROXY);
    Value text = Value.newBuilder().setStringValue(NAMED).build();
    named = gateway("named", "MELTEMI_PROXY_CONFIG", JsonFormat.printer().print(text));
    mesh.config()
        .write(
            "routes.yaml",
            """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: app, namespace: default}
            spec:
              hosts: [app.test]
              ports: [{number: 80, name: http, protocol: HTTP}]
              resolution: STATIC
              endpoints: [{address: %s, ports: {http: %d}}]
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: app, namespace: default}
            spec:
              hosts: ["*"]
              gateways: [usual, behind, named]
              http: [{route: [{destination: {host: app.test}}]}]
            ---
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: unwanted, namespace: default}
            spec:
              action: DENY
              rules: [{from: [{source: {remoteIpBlocks: [192.0.2.1]}}]}]
            """
                .formatted(app.address().getHost(), app.address().getPort()));
  }

  /** Its Envoy says that of itself in its node. */
  private TestMesh.Client gateway(String name, String metadata, String json) throws Exception {
    Value.Builder value = Value.newBuilder();
    JsonFormat.parser().merge(json, value);
    mesh.bootstrap(
        (_, bootstrap) -> {
          Struct.Builder all = bootstrap.getNode().getMetadata().toBuilder();
          all.putFields(metadata, value.build());
          return bootstrap.toBuilder()
              .setNode(bootstrap.getNode().toBuilder().setMetadata(all))
              .build();
        });
    TestMesh.Client gateway = mesh.gateway(name);
    mesh.config()
        .write(
            name + ".yaml",
            """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: %1$s, namespace: default}
            spec:
              selector: {app: %1$s}
              servers:
              - {port: {number: 80, name: http, protocol: HTTP}, bind: %2$s, hosts: ["*"]}
            """
                .formatted(name, gateway.address()));
    return gateway;
  }

  @BeforeAll
  void awaitPolicies() throws Throwable {
    for (TestMesh.Client gateway : List.of(usual, behind, named)) {
      Await.untilAsserted(() -> assertThat(get(gateway).status()).isEqualTo(200));
    }
    Await.untilAsserted(() -> assertThat(forwarded(behind)).isEqualTo(403));
  }

  private static Answer get(TestMesh.Client gateway) throws Exception {
    return gateway.http().get("app.test", "/");
  }

  /** How one is answered who says that the request has come a longer way. */
  private static int forwarded(TestMesh.Client gateway) throws IOException {
    return RawHttp.get("/")
        .with("x-forwarded-for", "203.0.113.1, 192.0.2.1")
        .send(HostAndPort.fromParts(gateway.address(), TestMesh.GATEWAY_PORT))
        .status();
  }

  @AfterAll
  void stop() throws IOException {
    mesh.close();
  }

  @Test
  void anAgentsWordOfItsTopologyHoldsForItsProxyOnly() throws Exception {
    assertThat(forwarded(usual)).isEqualTo(200);
    assertThat(forwarded(named)).isEqualTo(200);
  }

  @Test
  void ourOwnProxiesSayItAsItWasWritten() throws Exception {
    assertThat(get(named).header("server")).isEqualTo("$(NAME) of its own");
    assertThat(get(usual).header("server")).isEqualTo("everybody");
  }

  /** What it does not say itself it has of the mesh. */
  @Test
  void theRestIsTheMeshs() throws Exception {
    assertThat(get(behind).header("server")).isEqualTo("everybody");
  }
}
