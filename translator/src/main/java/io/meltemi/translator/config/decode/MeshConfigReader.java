package io.meltemi.translator.config.decode;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.ObjectMeta;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;

/** Reads the file of {@code --meshConfig}, or the entry {@code mesh} of Istio's ConfigMap. */
public final class MeshConfigReader {

  private MeshConfigReader() {}

  /** An empty text is the MeshConfig that says nothing. */
  public static Decoded<MeshConfig> read(String file, String text) {
    DocumentReader.Documents documents = DocumentReader.read(file, text);
    if (!documents.diagnostics().isEmpty()) {
      return new Decoded.Rejected<>(ConfigDecoder.MESH_CONFIG, documents.diagnostics());
    }
    return switch (documents.documents().size()) {
      case 0 ->
          new Decoded.Accepted<>(
              ConfigObject.of(ConfigDecoder.MESH_CONFIG, ObjectMeta.EMPTY, MeshConfig.EMPTY),
              ImmutableList.of());
      case 1 -> {
        Document only = documents.documents().getFirst();
        yield ConfigReader.checked(only, ConfigDecoder.decodeMeshConfig(only));
      }
      default -> {
        Document second = documents.documents().get(1);
        yield new Decoded.Rejected<>(
            ConfigDecoder.MESH_CONFIG,
            ImmutableList.of(
                Diagnostic.error(
                    DiagnosticCode.MALFORMED_DOCUMENT,
                    ConfigDecoder.MESH_CONFIG,
                    second.position(second.tree().line(), second.tree().column()),
                    "",
                    "MeshConfig is one document; this is a second one")));
      }
    };
  }
}
