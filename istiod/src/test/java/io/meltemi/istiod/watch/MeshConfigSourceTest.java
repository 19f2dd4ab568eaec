package io.meltemi.istiod.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.translator.config.MeshConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MeshConfigSourceTest {

  @TempDir Path temp = Path.of("");
  private final RecordingSink sink = new RecordingSink();

  @Test
  void fileIsReadAtTheStartAndWhenItIsReplaced() throws IOException {
    Path file = Files.writeString(temp.resolve("mesh.yaml"), "trustDomain: one.example\n");
    try (MeshConfigSource source = new MeshConfigSource(file, sink)) {
      source.start();
      assertThat(trustDomain()).isEqualTo("one.example");
      assertThat(sink.synced()).isEqualTo(1);
      Path other = Files.writeString(temp.resolve("other"), "trustDomain: two.example\n");
      Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
      sink.await(_ -> trustDomain().equals("two.example"));
    }
  }

  @Test
  void brokenFileKeepsWhatWasReadBefore() throws IOException {
    Path file = Files.writeString(temp.resolve("mesh.yaml"), "trustDomain: one.example\n");
    try (MeshConfigSource source = new MeshConfigSource(file, sink)) {
      source.start();
      Files.writeString(file, "trustDomain: [\n");
      sink.awaitDiagnostic("mesh.yaml");
      assertThat(trustDomain()).isEqualTo("one.example");
      Files.writeString(file, "trustDomain: two.example\n");
      sink.await(it -> trustDomain().equals("two.example") && it.diagnostics().isEmpty());
    }
  }

  @Test
  void missingFileDoesNotKeepTheMeshFromStarting() {
    try (MeshConfigSource source = new MeshConfigSource(temp.resolve("none.yaml"), sink)) {
      source.start();
      assertThat(sink.synced()).isEqualTo(1);
      sink.awaitDiagnostic("Istio's defaults hold");
    }
  }

  private String trustDomain() {
    return sink.log().reversed().stream()
        .filter(ConfigEvent.Upsert.class::isInstance)
        .map(event -> ((ConfigEvent.Upsert) event).object().spec())
        .map(spec -> ((MeshConfig) spec).trustDomain())
        .findFirst()
        .orElse("");
  }
}
