package io.meltemi.istiod.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HttpDoorsTest {

  @TempDir Path temp = Path.of("");

  @Test
  void doorsAnswerOnceTheMeshIsThere() {
    try (RunningMesh mesh = RunningMesh.in(temp)) {
      mesh.write("a.yaml", Yaml.service("a", "10.0.0.1")).start();
      mesh.sidecar("client", "10.0.9.9");
      assertThat(mesh.get("/ready").statusCode()).isEqualTo(200);
      assertThat(mesh.getMonitoring("/version").body()).matches("[^-]+-.*-[^-]+-[^-]+");
      assertThat(mesh.getMonitoring("/metrics").body())
          .contains("pilot_xds{")
          .contains("pilot_services 1.0")
          .contains("meltemi_translations_total{type=\"cds\"}");
      assertThat(mesh.get("/debug/syncz").body())
          .contains("\"proxy\" : \"client.default\"")
          .contains("cluster_acked");
      assertThat(mesh.get("/debug/endpointz").body()).contains("10.0.0.1");
      assertThat(mesh.get("/debug/config_dump?proxyID=client.default").body())
          .contains("outbound|80||a.example");
      assertThat(mesh.get("/debug/config_dump?proxyID=nobody").statusCode()).isEqualTo(404);
      assertThat(mesh.get("/debug/config_dump").statusCode()).isEqualTo(400);
      assertThat(mesh.getMonitoring("/debug/configz").statusCode()).isEqualTo(200);
      assertThat(mesh.get("/debug/list").body()).contains("\"syncz\"");
      // As istioctl asks, which puts a slash before every path.
      assertThat(mesh.getMonitoring("//version").statusCode()).isEqualTo(200);
      assertThat(mesh.getMonitoring("//debug/syncz?namespace=other").body())
          .doesNotContain("client");
      assertThat(mesh.get("/elsewhere").statusCode()).isEqualTo(404);
    }
  }
}
