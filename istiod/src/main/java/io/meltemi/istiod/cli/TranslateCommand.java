package io.meltemi.istiod.cli;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.meltemi.translator.MeshTranslator;
import io.meltemi.translator.Translation;
import io.meltemi.translator.bootstrap.ProxyNode;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.model.Locality;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.model.MeshWorkload;
import io.meltemi.translator.proxy.ParsedNode;
import io.meltemi.translator.proxy.ProxyClassifier;
import io.meltemi.translator.proxy.ProxyDescriptor;
import io.meltemi.translator.proxy.ProxyKind;
import io.meltemi.translator.proxy.ProxyView;
import io.meltemi.translator.xds.XdsResource;
import io.meltemi.translator.xds.XdsText;
import io.meltemi.translator.xds.XdsType;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code istiod translate}: the pure library, without a server. */
@Command(
    name = "translate",
    description = "Prints what a proxy would be sent, as Envoy's configuration.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  istiod translate --configDir mesh/ --proxy reviews-v1.default",
      "  istiod translate --configDir mesh/ --proxy reviews-v1.default --type routes",
      "  istiod translate --configDir mesh/ --proxy ingress.istio-system --kind ROUTER -o json",
      "  diff <(istiod translate ... ) <(istiod translate ... )     what would a change do?"
    })
final class TranslateCommand implements Callable<Integer> {

  /** Users' words for the types, in push order. */
  private static final ImmutableMap<String, XdsType> TYPES =
      ImmutableMap.of(
          "clusters", XdsType.CLUSTER,
          "endpoints", XdsType.ENDPOINT,
          "listeners", XdsType.LISTENER,
          "routes", XdsType.ROUTE,
          "secrets", XdsType.SECRET);

  private enum Output {
    yaml,
    json
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--configDir",
      paramLabel = "FOLDER",
      required = true,
      description = "folder of YAML and JSON files")
  private List<Path> configDirs = List.of();

  @Option(names = "--meshConfig", paramLabel = "FILE", description = "mesh-wide settings")
  private @Nullable Path meshConfig;

  @Option(
      names = "--proxy",
      paramLabel = "NAME.NAMESPACE",
      required = true,
      description = "the workload beside the proxy")
  private String proxy = "";

  @Option(
      names = "--kind",
      description = "${COMPLETION-CANDIDATES} (default: what the Gateways say)")
  private @Nullable ProxyKind kind;

  @Option(
      names = "--type",
      split = ",",
      description = "clusters, endpoints, listeners, routes (default: all)")
  private Set<String> types = TYPES.keySet();

  @Option(
      names = {"-o", "--output"},
      defaultValue = "yaml",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private Output output = Output.yaml;

  @Mixin private NodeOptions node = new NodeOptions();

  @Override
  public Integer call() {
    if (!TYPES.keySet().containsAll(types)) {
      throw new CommandFailure("--type takes " + String.join(", ", TYPES.keySet()));
    }
    MeshFiles mesh = MeshFiles.read(configDirs, Optional.ofNullable(meshConfig), node.domain());
    PrintWriter err = spec.commandLine().getErr();
    mesh.diagnostics().forEach(err::println);
    Translation translation = translate(mesh.model());
    translation.diagnostics().forEach(said -> err.println(mesh.model().located(said)));
    err.flush();
    print(translation);
    return 0;
  }

  private Translation translate(MeshModel mesh) {
    ConfigKey name = NodeOptions.workload("--proxy", proxy);
    Optional<MeshWorkload> workload = NodeOptions.find(mesh, name);
    ProxyNode described =
        node.node(NodeOptions.kind(kind, mesh, workload), name.namespace(), name.name(), workload);
    Node proto = described.toProto();
    Locality locality = described.place().locality();
    return switch (ProxyDescriptor.parse(proto.getId(), proto.getMetadata(), locality)) {
      case ParsedNode.Known known ->
          new MeshTranslator()
              .translate(
                  ProxyView.of(
                      mesh,
                      ProxyClassifier.classify(mesh, known.descriptor().withReadsSecrets(true))),
                  mesh.revision());
      case ParsedNode.Refused refused -> throw new CommandFailure(refused.reason());
    };
  }

  private void print(Translation translation) {
    PrintWriter out = spec.commandLine().getOut();
    ImmutableSet<String> wanted = ImmutableSet.copyOf(types);
    TYPES.forEach(
        (word, type) -> {
          if (wanted.contains(word)) {
            for (XdsResource resource : translation.snapshot().resources(type)) {
              print(word, resource, out);
            }
          }
        });
    out.flush();
  }

  private void print(String word, XdsResource resource, PrintWriter out) {
    switch (output) {
      case yaml -> {
        out.println("--- # " + word + " " + resource.name() + " from " + resource.origins());
        out.print(XdsText.yaml(resource));
      }
      case json -> out.println(XdsText.json(resource));
    }
  }
}
