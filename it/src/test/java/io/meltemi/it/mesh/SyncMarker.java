package io.meltemi.it.mesh;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meltemi.it.Await;
import java.io.IOException;

/** A question of which each proxy's answer tells how new its configuration is. */
final class SyncMarker {

  static final String FILE = "zz-marker.yaml";

  private static final String HOST = "marker.test";

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final JsonPointer NUMBER = JsonPointer.compile("/metadata/labels/number");

  private SyncMarker() {}

  /** Sidecars answer by themselves; for a gateway see below. */
  static String yaml(int number) {
    return """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: marker, namespace: default}
        spec:
          hosts: [%1$s]
          location: MESH_EXTERNAL
          resolution: NONE
          ports: [{number: %2$d, name: http, protocol: HTTP}]
        ---
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: marker, namespace: default, labels: {number: "%3$d"}}
        spec:
          hosts: [%1$s]
          gateways: [mesh, marker]
          http:
          - directResponse: {status: 200, body: {string: "%3$d"}}
        """
        .formatted(HOST, TestMesh.PORT, number);
  }

  /** Lets a gateway answer, too. It binds only its own address: there are other meshes. */
  static String gateway(String app, String address) {
    return """
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: marker, namespace: default}
        spec:
          selector: {app: %1$s}
          servers:
          - port: {number: 80, name: http, protocol: HTTP}
            bind: %2$s
            hosts: [%3$s]
        """
        .formatted(app, address, HOST);
  }

  /** Until istiod has read it; what connects from then on begins with it. */
  static void await(IstiodProcess istiod, int number) throws Exception {
    String text = Integer.toString(number);
    Await.until(
        "istiod has read configuration " + number,
        () -> {
          for (JsonNode object : JSON.readTree(istiod.page("/debug/configz"))) {
            if (object.at(NUMBER).asText().equals(text)) {
              return true;
            }
          }
          return false;
        });
  }

  static void await(MeshClient client, int number) throws Exception {
    Await.until(
        "configuration " + number + " is in effect",
        () -> {
          try {
            Answer answer = client.get(HOST + ":" + TestMesh.PORT, "/");
            return answer.status() == 200 && answer.body().equals(Integer.toString(number));
          } catch (IOException _) {
            return false;
          }
        });
  }
}
