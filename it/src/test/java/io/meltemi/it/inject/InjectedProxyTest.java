package io.meltemi.it.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.meltemi.it.Await;
import io.meltemi.it.backend.HttpBackend;
import io.meltemi.it.mesh.TestMesh;
import io.meltemi.translator.bootstrap.KubeletPages.DrainPage;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The proxy that injection puts into a pod, in a real Envoy, by a real istiod. */
final class InjectedProxyTest {

  private static final String STRICT =
      """
      apiVersion: security.istio.io/v1
      kind: PeerAuthentication
      metadata: {name: default, namespace: istio-system}
      spec: {mtls: {mode: STRICT}}
      """;

  private static TestMesh mesh;
  private static HttpBackend app;
  private static HealthBackend rpc;
  private static InjectedProxy proxy;

  @BeforeAll
  static void start() throws Exception {
    mesh = TestMesh.start();
    mesh.config().write("strict.yaml", STRICT);
    String address = mesh.address();
    app = HttpBackend.start("app", address, 0);
    rpc = new HealthBackend(address);
    proxy = InjectedProxy.start(mesh, pod(app.address().getPort(), rpc.port()), address);
    proxy.awaitReady();
  }

  @AfterAll
  static void stop() throws Exception {
    proxy.close();
    rpc.close();
    app.close();
    mesh.close();
  }

  private static Pod pod(int http, int grpc) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("web-1")
        .withLabels(ImmutableMap.of("app", "web", "version", "v1"))
        .withAnnotations(
            ImmutableMap.of(
                "prometheus.io/scrape", "true",
                "prometheus.io/port", String.valueOf(http),
                "prometheus.io/path", "/my-metrics",
                "sidecar.istio.io/interceptionMode", "NONE"))
        .endMetadata()
        .withNewSpec()
        .withServiceAccountName("web")
        .addNewContainer()
        .withName("web")
        .withNewReadinessProbe()
        .withNewHttpGet()
        .withPath("/ready?deep=1")
        .withNewPort(http)
        .endHttpGet()
        .endReadinessProbe()
        .withNewLivenessProbe()
        .withPeriodSeconds(2)
        .withNewTcpSocket()
        .withNewPort(http)
        .endTcpSocket()
        .endLivenessProbe()
        .endContainer()
        .addNewContainer()
        .withName("rpc")
        .withNewLivenessProbe()
        .withPeriodSeconds(2)
        .withNewGrpc()
        .withPort(grpc)
        .endGrpc()
        .endLivenessProbe()
        .withNewReadinessProbe()
        .withPeriodSeconds(2)
        .withNewTcpSocket()
        .withNewPort(1)
        .endTcpSocket()
        .endReadinessProbe()
        .endContainer()
        .endSpec()
        .build();
  }

  @Test
  void itIsConfiguredByIstiod() throws Exception {
    assertThat(proxy.admin("/stats?filter=control_plane.connected_state"))
        .as("istiod took its token, and that it is who it says")
        .contains("control_plane.connected_state: 1");
    assertThat(proxy.admin("/certs"))
        .as("the roots that istiod is verified with")
        .contains("ca_cert");
    assertThat(proxy.admin("/server_info"))
        .contains("~web-1.default~default.svc.cluster.local", "\"WORKLOAD_NAME\": \"web-1\"");
  }

  @Test
  void httpProbesAreAskedOfTheApplication() throws Exception {
    app.reset();
    HttpResponse<String> answer = proxy.get(15020, "/app-health/web/readyz", "x-probe", "kubelet");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(app.received())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.target()).isEqualTo("/ready?deep=1");
              assertThat(request.header("x-probe")).isEqualTo("kubelet");
            });
  }

  @Test
  void noMoreOfTheApplicationIsShown() throws Exception {
    assertThat(proxy.status("/ready?deep=1")).isEqualTo(404);
    assertThat(proxy.status("/app-health/web/readyz/more")).isEqualTo(404);
    assertThat(proxy.status("/app-health/other/readyz")).isEqualTo(404);
  }

  @Test
  void tcpProbesSayWhetherAConnectionCanBeMade() throws Exception {
    Await.until("a port that is open", () -> proxy.status("/app-health/web/livez") == 200);
    assertThat(proxy.status("/app-health/rpc/readyz")).as("a port that is not").isEqualTo(503);
  }

  @Test
  void grpcProbesSayWhatTheApplicationSays() throws Exception {
    Await.until("it serves", () -> proxy.status("/app-health/rpc/livez") == 200);
    rpc.answer(HealthBackend.NOT_SERVING);
    Await.until("it does not", () -> proxy.status("/app-health/rpc/livez") == 503);
    rpc.answer(HealthBackend.SERVING);
    Await.until("it does again", () -> proxy.status("/app-health/rpc/livez") == 200);
  }

  @Test
  void metricsOfTheProxyAndTheApplicationAreOnOnePage() throws Exception {
    app.reset();
    String page = proxy.get(15020, "/stats/prometheus").body();
    assertThat(page).contains("envoy_server_live");
    assertThat(app.received())
        .singleElement()
        .satisfies(it -> assertThat(it.target()).isEqualTo("/my-metrics"));
    assertThat(page).as("what the application said").contains("/my-metrics");
    assertThat(proxy.get(15090, "/stats/prometheus").body()).contains("envoy_server_live");
  }

  @Test
  void onlyWhoHasTheKeyCanDrainIt() throws Exception {
    assertThat(proxy.status("/drain")).isEqualTo(404);
    assertThat(proxy.get(15020, "/drain", DrainPage.KEY_HEADER, "guess").statusCode())
        .isEqualTo(404);
    assertThat(
            proxy.get(15020, "/drain", DrainPage.KEY_HEADER, InjectedProxy.DRAIN_KEY).statusCode())
        .isEqualTo(200);
    assertThat(proxy.get(15021, "/healthz/ready").statusCode())
        .as("what is not for the application goes on")
        .isEqualTo(200);
  }
}
