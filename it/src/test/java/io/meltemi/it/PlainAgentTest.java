package io.meltemi.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.net.HostAndPort;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.meltemi.ca.SpiffeId;
import io.meltemi.ca.authority.CaOptions;
import io.meltemi.ca.authority.CertificateAuthority;
import io.meltemi.istiod.proxy.EnvoyAdmin;
import io.meltemi.istiod.proxy.EnvoyLaunch;
import io.meltemi.it.envoy.RunningEnvoy;
import io.meltemi.it.mesh.LocalAgent;
import io.meltemi.it.mesh.TestMesh;
import io.meltemi.translator.bootstrap.BootstrapOptions;
import io.meltemi.translator.bootstrap.BootstrapOptions.AdsProtocol;
import io.meltemi.translator.bootstrap.EnvoyBootstrap;
import io.meltemi.translator.bootstrap.ProxyNode;
import io.meltemi.translator.proxy.ProxyKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An Envoy that knows nothing of us: the node that Istio's own agent would write, either ADS. */
final class PlainAgentTest {

  private static final String ADDRESS = "10.1.2.3";

  private static final SpiffeId IDENTITY = new SpiffeId("cluster.local", "default", "default");

  @ParameterizedTest
  @EnumSource
  void aNodeAsIstiosAgentWritesItIsServed(AdsProtocol protocol) throws Exception {
    try (TestMesh mesh = TestMesh.start()) {
      mesh.service("reviews");
      mesh.backend("reviews", "v1");
      CertificateAuthority ca =
          CertificateAuthority.selfSigned(
              mesh.root().resolve("ca"), CaOptions.of("cluster.local"), InstantSource.system());
      try (LocalAgent agent = LocalAgent.start(ca, IDENTITY);
          RunningEnvoy envoy = start(mesh, protocol, agent)) {
        EnvoyAdmin admin = envoy.awaitLive(Await.PATIENCE);
        assertThat(admin.stats("update_rejected$").values()).containsOnly(0L);
        assertThat(admin.get("/clusters"))
            .contains("outbound|9080||reviews.default.svc.cluster.local")
            .contains("PassthroughCluster")
            .contains("BlackHoleCluster")
            .contains("InboundPassthroughCluster");
        assertThat(admin.get("/listeners"))
            .contains("virtualOutbound", "virtualInbound", "0.0.0.0_9080");
        String routes = admin.get("/config_dump?resource=dynamic_route_configs");
        assertThat(routes)
            .contains("\"name\": \"9080\"")
            .contains("reviews.default.svc.cluster.local:9080");

        mesh.service("later");
        Await.until(
            "a new service arrives",
            () -> admin.get("/clusters").contains("outbound|9080||later.default"));
      }
    }
  }

  private static RunningEnvoy start(TestMesh mesh, AdsProtocol protocol, LocalAgent agent)
      throws Exception {
    Bootstrap ours =
        EnvoyBootstrap.of(
            new BootstrapOptions(
                ProxyNode.of(ProxyKind.SIDECAR, "plain", "default", ADDRESS),
                mesh.plaintextDiscovery(),
                HostAndPort.fromParts("127.0.0.1", 0),
                protocol,
                ImmutableList.of()));
    Struct metadata =
        Struct.newBuilder()
            .putFields("NAMESPACE", text("default"))
            .putFields("CLUSTER_ID", text("Kubernetes"))
            .putFields("INSTANCE_IPS", text(ADDRESS + ",fe80::1"))
            .putFields("SERVICE_ACCOUNT", text("default"))
            .putFields("ISTIO_VERSION", text("1.30.0"))
            .putFields("MESH_ID", text("cluster.local"))
            .putFields("WORKLOAD_NAME", text("plain"))
            .putFields("INTERCEPTION_MODE", text("REDIRECT"))
            .putFields("POD_PORTS", text("[{\"containerPort\":9080,\"protocol\":\"TCP\"}]"))
            .build();
    Node node =
        Node.newBuilder()
            .setId("sidecar~" + ADDRESS + "~plain.default~default.svc.cluster.local")
            .setCluster("plain.default")
            .setMetadata(metadata)
            .build();
    Path folder = Files.createDirectories(mesh.root().resolve("plain"));
    mesh.awaitRead();
    Bootstrap plain = agent.in(ours.toBuilder().setNode(node).build());
    return mesh.envoyProvider()
        .start(EnvoyLaunch.quiet(mesh.envoyProvider().binary(), plain, folder));
  }

  private static Value text(String value) {
    return Value.newBuilder().setStringValue(value).build();
  }
}
