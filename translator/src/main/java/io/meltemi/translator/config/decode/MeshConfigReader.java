package io.meltemi.translator.config.decode;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.ObjectMeta;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.diagnostic.Position;
import java.util.function.UnaryOperator;

/** Reads the file of {@code --meshConfig}, or the entry {@code mesh} of Istio's ConfigMap. */
public final class MeshConfigReader {

  /** Of a proxy's configuration, what istiod tells it while it runs; the rest it starts with. */
  private static final ImmutableSet<String> TOLD =
      ImmutableSet.of("gatewayTopology", "proxyHeaders", "connectionSettings");

  private MeshConfigReader() {}

  /**
   * Reads the annotation {@code proxy.istio.io/config}: what MeshConfig's {@code defaultConfig} may
   * say, and it is answered as that.
   */
  public static Decoded<MeshConfig> readProxyConfig(String text) {
    return readProxyConfig(text, tree -> tree);
  }

  /** The same of what a proxy is told while it runs, and nothing else of it. */
  public static Decoded<MeshConfig> readToldConfig(String text) {
    return readProxyConfig(text, MeshConfigReader::told);
  }

  private static ConfigTree told(ConfigTree tree) {
    return tree instanceof ConfigTree.Mapping mapping
        ? new ConfigTree.Mapping(
            mapping.entries().stream()
                .filter(entry -> TOLD.contains(entry.key()))
                .collect(ImmutableList.toImmutableList()),
            mapping.line(),
            mapping.column())
        : tree;
  }

  private static Decoded<MeshConfig> readProxyConfig(String text, UnaryOperator<ConfigTree> part) {
    String source = "proxy.istio.io/config";
    DocumentReader.Documents documents = DocumentReader.read(source, text);
    if (!documents.diagnostics().isEmpty()) {
      return new Decoded.Rejected<>(ConfigDecoder.MESH_CONFIG, documents.diagnostics());
    }
    if (documents.documents().size() > 1) {
      return new Decoded.Rejected<>(
          ConfigDecoder.MESH_CONFIG,
          ImmutableList.of(
              Diagnostic.error(
                  DiagnosticCode.MALFORMED_DOCUMENT,
                  ConfigDecoder.MESH_CONFIG,
                  Position.NONE,
                  "",
                  "it is one document, not several")));
    }
    ImmutableList<ConfigTree.Entry> fields =
        documents.documents().stream()
            .map(
                document ->
                    new ConfigTree.Entry("defaultConfig", 1, 1, part.apply(document.tree())))
            .collect(ImmutableList.toImmutableList());
    Document whole = Document.ofSource(source, new ConfigTree.Mapping(fields, 1, 1));
    return ConfigReader.checked(whole, ConfigDecoder.decodeMeshConfig(whole));
  }

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
