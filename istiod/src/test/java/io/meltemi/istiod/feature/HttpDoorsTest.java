package io.meltemi.istiod.feature;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HttpDoorsTest {

  @TempDir Path temp = Path.of("");

  @Test
  void pagesHaveTheFieldsThatIstiosToolsRead() throws Exception {
    try (RunningMesh mesh = RunningMesh.in(temp)) {
      mesh.write("a.yaml", Yaml.service("a", "10.0.0.1"))
          .write("route.yaml", Yaml.timeout("a", "1.5s"))
          .start();
      mesh.sidecar("client", "10.0.9.9");
      JsonNode client = json(mesh, "adsz").at("/clients/0");
      assertThat(json(mesh, "adsz").at("/totalClients").asInt()).isEqualTo(1);
      assertThat(client.path("connectionId").asText()).startsWith("client.default-");
      assertThat(client.at("/metadata/NAMESPACE").asText()).isEqualTo("default");
      assertThat(client.at("/watches").properties()).hasSize(4);
      assertThat(json(mesh, "connections").at("/clients/0/address").asText()).contains("127.0.0.1");

      JsonNode service = json(mesh, "registryz").get(0);
      assertThat(service.at("/hostname").asText()).isEqualTo("a.example");
      assertThat(service.at("/Attributes/Namespace").asText()).isEqualTo("default");
      assertThat(service.at("/ports/0/protocol").asText()).isEqualTo("HTTP");
      JsonNode endpoint =
          json(mesh, "endpointz").at("/a.example/default/Shards/External~1Kubernetes/0");
      assertThat(endpoint.at("/Addresses/0").asText()).isEqualTo("10.0.0.1");
      assertThat(endpoint.at("/HealthStatus").asInt()).isEqualTo(1);

      JsonNode rule = json(mesh, "configz").get(0);
      assertThat(rule.path("kind").asText()).isEqualTo("VirtualService");
      assertThat(rule.path("apiVersion").asText()).isEqualTo("networking.istio.io/v1");
      assertThat(rule.at("/metadata/name").asText()).isEqualTo("a");
      assertThat(rule.at("/spec/hosts/0").asText()).isEqualTo("a.example");
      assertThat(rule.toString()).contains("\"1.5s\"");
      assertThat(json(mesh, "mesh").at("/trustDomain").asText()).isEqualTo("cluster.local");

      assertThat(json(mesh, "sidecarz").at("/client.default/services/0").asText())
          .isEqualTo("a.example");
      assertThat(json(mesh, "instancesz").path("client.default").isArray()).isTrue();
      assertThat(json(mesh, "push_status").isEmpty()).isTrue();
      assertThat(json(mesh, "networkz").isArray()).isTrue();
      assertThat(json(mesh, "clusterz").at("/0/syncStatus").asText()).isEqualTo("synced");
      assertThat(json(mesh, "edsz?proxyID=client.default").toString()).contains("10.0.0.1");
      assertThat(json(mesh, "ndsz?proxyID=client.default").isEmpty()).isTrue();
    }
  }

  private static JsonNode json(RunningMesh mesh, String page) throws JsonProcessingException {
    HttpResponse<String> answer = mesh.getMonitoring("/debug/" + page);
    assertThat(answer.statusCode()).as(page).isEqualTo(200);
    return new ObjectMapper().readTree(answer.body());
  }

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
