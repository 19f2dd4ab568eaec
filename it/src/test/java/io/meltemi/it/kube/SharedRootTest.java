package io.meltemi.it.kube;

import static io.meltemi.it.kube.KubeObjects.namespace;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Splitter;
import com.google.protobuf.Any;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.meltemi.istiod.IdentityConfig;
import io.meltemi.istiod.kube.KubeSettings;
import io.meltemi.istiod.xds.testing.Dial;
import io.meltemi.istiod.xds.testing.TestNodes;
import io.meltemi.istiod.xds.testing.XdsClient;
import io.meltemi.it.Await;
import io.meltemi.translator.xds.XdsType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several istiods change the root that they share: the new one signs when the proxies of all of
 * them trust it.
 */
class SharedRootTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TTL = Duration.ofSeconds(6);

  /** Long enough for a leader to look several times. */
  private static final Duration A_WHILE = Duration.ofSeconds(4);

  @TempDir Path temp;
  private ApiServer kube;
  private KubernetesClient client;
  private String system;
  private String token;

  /** Each test has a root and a leader of its own. */
  @BeforeEach
  void namespaces(TestInfo test) throws Exception {
    kube = ApiServer.shared();
    client = kube.admin();
    TestCrds.installAll(client);
    system = "root-" + Integer.toHexString(test.getTestMethod().orElseThrow().getName().hashCode());
    client.resource(namespace(system, Map.of())).create();
    client
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(system)
                .withName("app")
                .endMetadata()
                .build())
        .create();
    token =
        client
            .serviceAccounts()
            .inNamespace(system)
            .withName("app")
            .tokenRequest(
                new TokenRequestBuilder()
                    .withNewSpec()
                    .withAudiences("istio-ca")
                    .withExpirationSeconds(3600L)
                    .endSpec()
                    .build())
            .getStatus()
            .getToken();
  }

  @Test
  void theNewRootSignsWhenTheProxiesOfAllIstiodsTrustIt() throws Exception {
    try (ClusterMesh leader = leader();
        ClusterMesh second = istiod("istiod-2");
        XdsClient ours = proxy(leader, "ours");
        XdsClient stubborn = proxy(second, "stubborn")) {
      stubborn.stopAcking();
      String old = signer(leader);
      rotate();
      awaitRoots(ours, 2);
      awaitRoots(stubborn, 2);
      awaitBehind(leader, "istiod-2", 1);
      assertStays(leader, old);

      try (ClusterMesh third = istiod("istiod-3")) {
        XdsClient late = proxy(third, "late");
        late.stopAcking();
        late.subscribe(XdsType.SECRET, "default", "ROOTCA");
        awaitBehind(leader, "istiod-3", 1);
        stubborn.startAcking();
        awaitBehind(leader, "istiod-2", 0);
        assertStays(leader, old);
        late.close();
        Await.until("the new root signs", () -> !signer(leader).equals(old));
      }
      Await.until("the others sign with it", () -> signer(second).equals(signer(leader)));
      Await.until(
          "the old root is retired",
          Duration.ofSeconds(40),
          () -> authority(second).path("roots").size() == 1);
      awaitRoots(stubborn, 1);
      awaitRoots(ours, 1);
      assertThat(pem(stubborn)).isEqualTo(pem(ours)).isEqualTo(entry("ca-cert.pem"));
    }
  }

  @Test
  void anIstiodThatEndsIsWaitedForNoMore() throws Exception {
    try (ClusterMesh leader = leader()) {
      String old = signer(leader);
      try (ClusterMesh second = istiod("istiod-2");
          XdsClient stubborn = proxy(second, "stubborn")) {
        stubborn.stopAcking();
        rotate();
        awaitRoots(stubborn, 2);
        awaitBehind(leader, "istiod-2", 1);
        assertStays(leader, old);
      }
      Await.until("the new root signs", () -> !signer(leader).equals(old));
      assertThat(client.leases().inNamespace(system).withName("istiod-2").get()).isNull();
    }
  }

  @Test
  void anIstiodThatFallsSilentIsWaitedForAsLongAsItsLeaseHolds() throws Exception {
    try (Wire wire = kube.wire();
        ClusterMesh leader = leader();
        ClusterMesh silent =
            istiod(kube.settings(wire).withNamespace(system).withPodName("istiod-2"))) {
      Await.until("both are known", () -> authority(leader).path("otherIstiods").size() == 1);
      wire.cut();
      Instant cut = Instant.now();
      String old = signer(leader);
      rotate();
      Await.until("it is under way", () -> stage(leader).equals("AWAIT_ACKS"));
      assertStays(leader, old);
      Await.until("the new root signs", Duration.ofSeconds(70), () -> !signer(leader).equals(old));
      assertThat(Instant.now()).isAfter(cut.plusSeconds(15));
      Await.until(
          "its Lease is removed",
          () -> client.leases().inNamespace(system).withName("istiod-2").get() == null);

      wire.mend();
      Await.until(
          "it signs with the new root",
          Duration.ofSeconds(40),
          () -> signer(silent).equals(signer(leader)));
      Await.until(
          "and is there again",
          Duration.ofSeconds(40),
          () -> client.leases().inNamespace(system).withName("istiod-2").get() != null);
    }
  }

  // ---- istiods and proxies ----

  /** The first is the one that leads. */
  private ClusterMesh leader() throws Exception {
    ClusterMesh mesh = istiod("istiod-1");
    Await.until("it leads", () -> mesh.metric("meltemi_leader").endsWith(" 1.0"));
    return mesh;
  }

  private ClusterMesh istiod(String pod) throws Exception {
    return istiod(kube.settings().withNamespace(system).withPodName(pod));
  }

  private ClusterMesh istiod(KubeSettings settings) throws Exception {
    return ClusterMesh.start(
        settings,
        config ->
            config.withIdentity(
                IdentityConfig.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), temp)
                    .withRotationWait(Duration.ofSeconds(1))
                    .withCertificateTtl(TTL)
                    .withMinCertificateTtl(TTL)
                    .withMaxCertificateTtl(TTL)));
  }

  /** One that has a certificate and roots. */
  private XdsClient proxy(ClusterMesh mesh, String name) throws Exception {
    Path roots = Files.writeString(temp.resolve("roots-" + name), entry("root-cert.pem"));
    XdsClient proxy =
        XdsClient.delta(
            Dial.tls("127.0.0.1:" + mesh.server().secureGrpcPort(), roots).withToken(token),
            TestNodes.known(system, name, "app"));
    proxy.subscribe(XdsType.SECRET, "default", "ROOTCA");
    proxy.awaitComplete(XdsType.SECRET);
    return proxy;
  }

  private void rotate() {
    client
        .secrets()
        .inNamespace(system)
        .withName("istio-ca-secret")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"stringData\": {\"rotation-request\": \"BEGIN\"}}");
  }

  private static void assertStays(ClusterMesh mesh, String signer) throws Exception {
    Instant end = Instant.now().plus(A_WHILE);
    Await.until(
        "a while is over, in which " + signer + " signs",
        () -> {
          assertThat(signer(mesh)).isEqualTo(signer);
          return Instant.now().isAfter(end);
        });
    assertThat(stage(mesh)).isEqualTo("AWAIT_ACKS");
  }

  private static void awaitBehind(ClusterMesh leader, String name, int proxies) throws Exception {
    Await.until(
        name + " has " + proxies + " proxies without the new root",
        () -> {
          for (JsonNode other : authority(leader).path("otherIstiods")) {
            if (other.path("name").asText().equals(name)) {
              return other.path("hasTheseRoots").asBoolean()
                  && other.path("proxiesWithoutThem").asInt() == proxies;
            }
          }
          return false;
        });
  }

  private static void awaitRoots(XdsClient proxy, int count) throws Exception {
    Await.until(
        "the proxy is told " + count + " roots",
        () -> Splitter.on("-----BEGIN").splitToList(pem(proxy)).size() == count + 1);
  }

  private static String pem(XdsClient proxy) throws IOException {
    Any roots = proxy.resources(XdsType.SECRET).get("ROOTCA");
    return roots == null
        ? ""
        : roots
            .unpack(Secret.class)
            .getValidationContext()
            .getTrustedCa()
            .getInlineBytes()
            .toStringUtf8();
  }

  private String entry(String name) {
    String base64 =
        client.secrets().inNamespace(system).withName("istio-ca-secret").get().getData().get(name);
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  private static JsonNode authority(ClusterMesh mesh) throws Exception {
    return JSON.readTree(mesh.page("/debug/authority"));
  }

  private static String stage(ClusterMesh mesh) throws Exception {
    return authority(mesh).path("rotation").path("stage").asText();
  }

  private static String signer(ClusterMesh mesh) throws Exception {
    return authority(mesh).path("issuer").path("serial").asText();
  }
}
