package io.meltemi.it.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.ByteStreams;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.meltemi.it.mesh.TestMesh;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which statistics an injected proxy has, and how it shows them, by its pod's annotations. */
final class ProxyStatisticsTest {

  @SuppressWarnings("NullAway.Init")
  private static TestMesh mesh;

  @SuppressWarnings("NullAway.Init")
  private static InjectedProxy proxy;

  @SuppressWarnings("NullAway.Init")
  private static String address;

  @BeforeAll
  static void start() throws Exception {
    mesh = TestMesh.start();
    address = mesh.address();
    proxy =
        mesh.closing(
            InjectedProxy.start(
                mesh,
                new PodBuilder()
                    .withNewMetadata()
                    .withName("few-1")
                    .withNamespace("default")
                    .addToLabels("app", "few")
                    .addToAnnotations("sidecar.istio.io/interceptionMode", "NONE")
                    .addToAnnotations("sidecar.istio.io/statsInclusionPrefixes", "http.status.")
                    .addToAnnotations(
                        "sidecar.istio.io/statsHistogramBuckets", "{\"cluster.xds-grpc\": [1, 7]}")
                    .endMetadata()
                    .withNewSpec()
                    .withServiceAccountName("few")
                    .addNewContainer()
                    .withName("few")
                    .endContainer()
                    .endSpec()
                    .build(),
                address));
    proxy.awaitReady();
  }

  @AfterAll
  static void stop() throws Exception {
    mesh.close();
  }

  @Test
  void onlyWhatIsNeededAndWhatWasAskedForIsKept() throws Exception {
    proxy.get(15021, "/healthz/ready");
    String stats = proxy.admin("/stats");
    assertThat(stats)
        .contains("server.live: 1", "cluster.xds-grpc.", "control_plane.connected_state")
        .contains("http.status.downstream_rq_2xx")
        .doesNotContain("runtime.", "http.kubelet.downstream_rq", "cluster.admin.");
  }

  @Test
  void histogramsHaveTheBucketsThatWereAskedFor() throws Exception {
    String bucket = "envoy_cluster_http2_cookie_size_bucket{envoy_cluster_name=\"xds-grpc\",le=";
    assertThat(proxy.get(15090, "/stats/prometheus").body())
        .contains(bucket + "\"7\"")
        .doesNotContain(bucket + "\"25\"");
  }

  @Test
  void whoeverUnderstandsItGetsThemCompressed() throws Exception {
    for (int port : new int[] {15090, 15020}) {
      HttpResponse<byte[]> answer = compressed(port);
      assertThat(answer.headers().firstValue("content-encoding")).contains("gzip");
      try (GZIPInputStream page = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
        assertThat(new String(ByteStreams.toByteArray(page), StandardCharsets.UTF_8))
            .contains("envoy_server_live");
      }
    }
    assertThat(proxy.get(15090, "/stats/prometheus").body()).contains("envoy_server_live");
  }

  private static HttpResponse<byte[]> compressed(int port) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://" + address + ":" + port + "/stats/prometheus"))
              .header("accept-encoding", "gzip")
              .build(),
          HttpResponse.BodyHandlers.ofByteArray());
    }
  }
}
