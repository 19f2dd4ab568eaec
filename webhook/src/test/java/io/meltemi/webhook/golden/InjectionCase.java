package io.meltemi.webhook.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.ProxyConfig;
import io.meltemi.translator.config.decode.ConfigFile;
import io.meltemi.translator.config.decode.Decoded;
import io.meltemi.translator.config.decode.MeshConfigReader;
import io.meltemi.webhook.inject.InjectionInputs;
import io.meltemi.webhook.inject.InjectionInputs.ClusterFacts;
import io.meltemi.webhook.inject.InjectionInputs.IpFamilies;
import io.meltemi.webhook.values.InjectionValues;
import io.meltemi.webhook.values.InjectionValuesReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A folder: {@code case.yaml} (why; and if they differ from the defaults values, mesh, cluster,
 * parameters, namespace; what is expected), {@code input.yaml} (a pod, then ProxyConfigs).
 *
 * @param expect of the pod and of the proxy's bootstrap: paths of what is compared
 */
record InjectionCase(
    Path folder, String why, InjectionInputs inputs, Map<String, List<String>> expect) {

  private static final Path ROOT = Path.of("src/test/resources/golden");
  private static final Set<String> FIELDS =
      Set.of("why", "values", "mesh", "cluster", "parameters", "namespace", "expect");
  private static final ObjectMapper JSON = new ObjectMapper();

  static List<InjectionCase> all() throws IOException {
    List<Path> folders;
    try (Stream<Path> files = Files.walk(ROOT)) {
      folders =
          files.filter(file -> file.endsWith("case.yaml")).map(Path::getParent).sorted().toList();
    }
    if (folders.isEmpty()) {
      throw new IOException("no golden case under " + ROOT.toAbsolutePath());
    }
    List<InjectionCase> cases = new ArrayList<>();
    for (Path folder : folders) {
      cases.add(read(folder));
    }
    return cases;
  }

  private static InjectionCase read(Path folder) throws IOException {
    JsonNode root = tree(Files.readString(folder.resolve("case.yaml"))).getFirst();
    List<String> unknown = new ArrayList<>();
    root.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(FIELDS);
    if (!unknown.isEmpty()) {
      throw new IOException(folder + "/case.yaml has unknown fields " + unknown);
    }
    Map<String, List<String>> expect = new TreeMap<>();
    root.path("expect")
        .properties()
        .forEach(
            entry -> {
              List<String> paths = new ArrayList<>();
              entry.getValue().forEach(path -> paths.add(path.asText()));
              expect.put(entry.getKey(), paths);
            });
    return new InjectionCase(folder, root.path("why").asText(), inputs(folder, root), expect);
  }

  private static InjectionInputs inputs(Path folder, JsonNode root) throws IOException {
    String input = Files.readString(folder.resolve("input.yaml"));
    List<JsonNode> documents = tree(input);
    Pod pod = JSON.treeToValue(documents.getFirst(), Pod.class);
    ImmutableList.Builder<ConfigObject<ProxyConfig>> proxyConfigs = ImmutableList.builder();
    ConfigFile.read("input.yaml", input)
        .objects()
        .forEach(
            located -> {
              if (located.object().spec() instanceof ProxyConfig) {
                proxyConfigs.add(proxyConfig(located.object()));
              }
            });
    ImmutableSortedMap.Builder<String, String> parameters = ImmutableSortedMap.naturalOrder();
    root.path("parameters")
        .properties()
        .forEach(entry -> parameters.put(entry.getKey(), entry.getValue().asText()));
    return new InjectionInputs(
        pod,
        root.path("namespace").asText("shop"),
        values(folder, root.path("values")),
        mesh(root.path("mesh")),
        proxyConfigs.build(),
        new ClusterFacts(
            root.path("cluster").path("nativeSidecars").asBoolean(true),
            IpFamilies.valueOf(root.path("cluster").path("families").asText("IPV4")),
            "1.0.0"),
        parameters.buildOrThrow(),
        "key-of-this-pod");
  }

  @SuppressWarnings("unchecked") // the spec was looked at
  private static ConfigObject<ProxyConfig> proxyConfig(ConfigObject<?> object) {
    return (ConfigObject<ProxyConfig>) object;
  }

  private static InjectionValues values(Path folder, JsonNode values) throws IOException {
    return switch (InjectionValuesReader.read(
        values instanceof MissingNode ? "" : values.toString())) {
      case InjectionValuesReader.Reading.Accepted accepted -> accepted.values();
      case InjectionValuesReader.Reading.Rejected rejected ->
          throw new IOException(folder + ": " + rejected.problems());
    };
  }

  private static MeshConfig mesh(JsonNode mesh) throws IOException {
    Decoded<MeshConfig> read =
        MeshConfigReader.read("mesh", mesh instanceof MissingNode ? "" : mesh.toString());
    if (read instanceof Decoded.Accepted<MeshConfig> accepted) {
      return accepted.object().spec();
    }
    throw new IOException(read.diagnostics().toString());
  }

  static List<JsonNode> tree(String yaml) {
    List<JsonNode> documents = new ArrayList<>();
    new Load(LoadSettings.builder().build())
        .loadAllFromString(yaml)
        .forEach(document -> documents.add(JSON.valueToTree(document)));
    return documents;
  }

  @Override
  public String toString() {
    return ROOT.relativize(folder).toString();
  }
}
