package io.meltemi.translator.config.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.Resources;
import io.meltemi.translator.config.MeshConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each file under {@code decode/every-field} has every field that the API of Istio 1.31 has, made
 * from the schemas of its CRDs and protos: a field we forgot shows as an unknown one, a type we
 * mistook as an error. The values make no sense together, so nothing is checked.
 */
class EveryFieldTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "authorization-policy",
        "destination-rule",
        "envoy-filter",
        "gateway",
        "peer-authentication",
        "proxy-config",
        "request-authentication",
        "service-entry",
        "sidecar",
        "telemetry",
        "traffic-extension",
        "virtual-service",
        "wasm-plugin",
        "workload-entry",
        "workload-group",
      })
  void everyFieldOfTheApiIsRead(String kind) throws IOException {
    DocumentReader.Documents read = DocumentReader.read(kind + ".yaml", text(kind));
    assertThat(read.documents()).isNotEmpty();
    for (Document document : read.documents()) {
      Decoded<?> decoded = ConfigDecoder.decode(document);
      assertThat(decoded.diagnostics()).isEmpty();
      assertThat(((Decoded.Accepted<?>) decoded).object().key().kind().kebabName()).isEqualTo(kind);
    }
  }

  @Test
  void everyFieldOfMeshConfigIsRead() throws IOException {
    Decoded<MeshConfig> decoded =
        ConfigDecoder.decodeMeshConfig(
            DocumentReader.read("mesh.yaml", text("mesh-config")).documents().getFirst());
    assertThat(decoded.diagnostics()).isEmpty();
    MeshConfig mesh = ((Decoded.Accepted<MeshConfig>) decoded).object().spec();
    assertThat(mesh.extensionProviders()).hasSize(15);
    assertThat(mesh.proxyListenPort()).isEqualTo(Optional.of(7));
  }

  private static String text(String name) throws IOException {
    return Resources.toString(
        Resources.getResource("decode/every-field/" + name + ".yaml"), StandardCharsets.UTF_8);
  }
}
