package io.meltemi.translator.golden;

import io.meltemi.translator.xds.XdsType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A case as its {@code case.yaml} describes it.
 *
 * @param why what would be lost if it failed, in one sentence
 * @param include files of {@code golden/include} that are read before the input
 * @param meshConfig YAML of the mesh config, empty for the defaults
 * @param proxies name → node: {@code workload: NS/NAME}, and optionally {@code kind}, {@code
 *     interception}, {@code locality}, {@code node}, {@code readsSecrets}, {@code secrets} (where
 *     its certificates come from; without any there is no mTLS to look past), {@code config} (the
 *     text of {@code proxy.istio.io/config})
 * @param keySets address → {@code json}, or {@code fetchedByProxies: true}: what istiod has fetched
 * @param expect what of the snapshot is compared: names, or {@code *} for all of a type
 */
record GoldenCase(
    Path folder,
    String why,
    List<String> include,
    String meshConfig,
    Map<String, Map<String, Object>> proxies,
    Map<String, Map<String, Object>> keySets,
    Map<XdsType, List<String>> expect) {

  private static final Set<String> FIELDS =
      Set.of("why", "include", "meshConfig", "proxies", "keySets", "expect");
  private static final Set<String> PROXY_FIELDS =
      Set.of(
          "workload",
          "kind",
          "interception",
          "locality",
          "node",
          "services",
          "secrets",
          "readsSecrets",
          "config");

  private static final Set<String> KEY_SET_FIELDS = Set.of("json", "fetchedByProxies");

  private static final Path ROOT = Path.of("src/test/resources/golden");

  /** Every case there is, by folder; at least one. */
  static List<GoldenCase> all() throws IOException {
    List<Path> folders;
    try (Stream<Path> files = Files.walk(ROOT)) {
      folders =
          files.filter(file -> file.endsWith("case.yaml")).map(Path::getParent).sorted().toList();
    }
    if (folders.isEmpty()) {
      throw new IOException("no golden case under " + ROOT.toAbsolutePath());
    }
    List<GoldenCase> cases = new ArrayList<>();
    for (Path folder : folders) {
      cases.add(read(folder));
    }
    return cases;
  }

  MeshFixture mesh() throws IOException {
    return mesh(sources());
  }

  /** The mesh of the case, of these texts. */
  MeshFixture mesh(List<MeshFixture.Source> sources) {
    return mesh(meshConfig, sources);
  }

  /** The mesh of the case, of these texts and with other settings. */
  MeshFixture mesh(String meshConfig, List<MeshFixture.Source> sources) {
    return MeshFixture.of(meshConfig, keySets, sources);
  }

  /** What is included, then the input. */
  List<MeshFixture.Source> sources() throws IOException {
    List<MeshFixture.Source> sources = new ArrayList<>();
    for (String name : include) {
      sources.add(source(ROOT.resolve("include").resolve(name + ".yaml")));
    }
    sources.add(source(folder.resolve("input.yaml")));
    return sources;
  }

  /** {@code route/fault}. */
  @Override
  public String toString() {
    return ROOT.relativize(folder).toString();
  }

  private static MeshFixture.Source source(Path file) throws IOException {
    return new MeshFixture.Source(file.getFileName().toString(), Files.readString(file));
  }

  private static GoldenCase read(Path folder) throws IOException {
    Map<String, Object> root = mapping(load(Files.readString(folder.resolve("case.yaml"))));
    requireKnown(folder, root.keySet(), FIELDS);
    Map<XdsType, List<String>> expect = new EnumMap<>(XdsType.class);
    mapping(root.getOrDefault("expect", Map.of()))
        .forEach((type, names) -> expect.put(type(folder, type), strings(names)));
    return new GoldenCase(
        folder,
        String.valueOf(root.getOrDefault("why", "")),
        strings(root.getOrDefault("include", List.of())),
        root.containsKey("meshConfig") ? Yaml.print(root.getOrDefault("meshConfig", Map.of())) : "",
        named(folder, root, "proxies", PROXY_FIELDS),
        named(folder, root, "keySets", KEY_SET_FIELDS),
        expect);
  }

  private static Map<String, Map<String, Object>> named(
      Path folder, Map<String, Object> root, String field, Set<String> known) {
    Map<String, Map<String, Object>> named = new LinkedHashMap<>();
    mapping(root.getOrDefault(field, Map.of()))
        .forEach(
            (name, value) -> {
              requireKnown(folder, mapping(value).keySet(), known);
              named.put(name, mapping(value));
            });
    return named;
  }

  /** {@code clusters.yaml}, … */
  static String fileName(XdsType type) {
    return type.name().toLowerCase(Locale.ROOT) + "s.yaml";
  }

  private static XdsType type(Path folder, String plural) {
    for (XdsType type : XdsType.values()) {
      if (fileName(type).equals(plural + ".yaml")) {
        return type;
      }
    }
    throw new IllegalArgumentException(folder + "/case.yaml expects '" + plural + "'");
  }

  private static void requireKnown(Path folder, Set<String> fields, Set<String> known) {
    List<String> unknown = new ArrayList<>(fields);
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(folder + "/case.yaml has unknown fields " + unknown);
    }
  }

  private static Object load(String text) {
    return new Load(LoadSettings.builder().build()).loadFromString(text);
  }

  @SuppressWarnings("unchecked") // a YAML mapping with string keys; anything else fails the test
  private static Map<String, Object> mapping(Object value) {
    return (Map<String, Object>) value;
  }

  private static List<String> strings(Object value) {
    return ((List<?>) value).stream().map(String::valueOf).toList();
  }
}
