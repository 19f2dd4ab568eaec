package io.meltemi.translator.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Sets;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.check.ConfigChecks;
import io.meltemi.translator.config.decode.ConfigDecoder;
import io.meltemi.translator.config.decode.Decoded;
import io.meltemi.translator.config.decode.DocumentReader;
import io.meltemi.translator.xds.ProxySnapshot;
import io.meltemi.translator.xds.XdsType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * No field of MeshConfig is read and then forgotten: without it some golden case would be another,
 * or whoever writes it is told that it has no effect, or it is named here with the class outside of
 * the translation that acts on it. The fields are those of the file that has every field of the
 * API.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MeshConfigFieldsTest {

  private static final Path EVERY_FIELD =
      Path.of("src/test/resources/decode/every-field/mesh-config.yaml");

  /** Field → the class that reads it, below {@code src/main/java/io/meltemi} of its module. */
  private static final ImmutableMap<String, String> ELSEWHERE =
      ImmutableMap.<String, String>builder()
          .put("caCertificates[].pem", "istiod/io/meltemi/istiod/ForeignRoots")
          .put("discoverySelectors", "istiod/io/meltemi/istiod/watch/kube/NamespaceSelection")
          .put("enablePrometheusMerge", "webhook/io/meltemi/webhook/inject/PodAssembly")
          .put("defaultConfig.concurrency", "webhook/io/meltemi/webhook/inject/ProxySettings")
          .put("defaultConfig.discoveryAddress", "webhook/io/meltemi/webhook/inject/ProxySettings")
          .put("defaultConfig.drainDuration", "webhook/io/meltemi/webhook/inject/ProxySettings")
          .put("defaultConfig.fileFlushInterval", "webhook/io/meltemi/webhook/inject/ProxySettings")
          .put(
              "defaultConfig.fileFlushMinSizeKb", "webhook/io/meltemi/webhook/inject/ProxySettings")
          .put(
              "defaultConfig.holdApplicationUntilProxyStarts",
              "webhook/io/meltemi/webhook/inject/ProxySettings")
          .put("defaultConfig.image", "webhook/io/meltemi/webhook/inject/ProxySettings")
          .put("defaultConfig.interceptionMode", "webhook/io/meltemi/webhook/inject/ProxySettings")
          .put("defaultConfig.meshId", "webhook/io/meltemi/webhook/inject/ProxySettings")
          .put("defaultConfig.proxyMetadata", "webhook/io/meltemi/webhook/inject/ProxySettings")
          .put("defaultConfig.statusPort", "webhook/io/meltemi/webhook/inject/ProxySettings")
          .put(
              "defaultConfig.terminationDrainDuration",
              "webhook/io/meltemi/webhook/inject/ProxySettings")
          .put(
              "defaultConfig.connectionSettings.globalDownstreamConnectionLimit",
              "translator/io/meltemi/translator/bootstrap/ProxyTuning")
          .put(
              "defaultConfig.proxyStatsMatcher",
              "translator/io/meltemi/translator/bootstrap/ProxyTuning")
          .put(
              "defaultConfig.statsCompression",
              "translator/io/meltemi/translator/bootstrap/ProxyTuning")
          .put(
              "defaultConfig.runtimeValues",
              "translator/io/meltemi/translator/bootstrap/ProxyTuning")
          .buildOrThrow();

  private final Set<String> fields = new TreeSet<>();
  private final Set<String> reported = new TreeSet<>();
  private final Set<String> inert = new TreeSet<>();
  private final Set<String> shown = new TreeSet<>();

  @BeforeAll
  void tryAll() throws IOException {
    Map<String, Object> every = yaml(Files.readString(EVERY_FIELD));
    leaves("", every, fields);
    report();
    for (GoldenCase golden : GoldenCase.all()) {
      if (!golden.meshConfig().isEmpty()) {
        new Trial(golden).run(every);
      }
    }
  }

  @Test
  void everyFieldShowsOrIsReportedOrActsElsewhere() {
    Set<String> forgotten = new TreeSet<>(fields);
    forgotten.removeAll(shown);
    forgotten.removeIf(field -> isOf(reported, field) || isOf(ELSEWHERE.keySet(), field));
    assertThat(forgotten).isEmpty();
  }

  @Test
  void whatIsReportedHasNoEffect() {
    assertThat(Sets.intersection(inert, shown)).isEmpty();
    assertThat(Sets.intersection(inert, ELSEWHERE.keySet())).isEmpty();
  }

  @Test
  void whatActsElsewhereIsReadThere() throws IOException {
    for (Map.Entry<String, String> entry : ELSEWHERE.entrySet()) {
      String path = entry.getValue();
      int slash = path.indexOf('/');
      Path source =
          Path.of("..", path.substring(0, slash), "src/main/java", path.substring(slash) + ".java");
      String name = entry.getKey().substring(entry.getKey().lastIndexOf('.') + 1);
      assertThat(Files.readString(source)).as(entry.getKey()).containsPattern("(\\.|::)" + name);
    }
  }

  /** Whether a field or something around it is among these. */
  private static boolean isOf(Set<String> some, String field) {
    return some.stream()
        .anyMatch(
            one -> field.equals(one) || field.startsWith(one + ".") || field.startsWith(one + "["));
  }

  private void report() throws IOException {
    Decoded<MeshConfig> decoded =
        ConfigDecoder.decodeMeshConfig(
            DocumentReader.read("mesh.yaml", Files.readString(EVERY_FIELD)).documents().getFirst());
    ConfigChecks.check(((Decoded.Accepted<MeshConfig>) decoded).object())
        .forEach(
            diagnostic -> {
              String field = diagnostic.field().replaceAll("\\[\\d+]", "[]");
              switch (diagnostic.code()) {
                case UNSUPPORTED -> {
                  inert.add(field);
                  reported.add(field);
                }
                case INEFFECTIVE -> reported.add(field);
                default -> {
                  // The values of that file make no sense together.
                }
              }
            });
  }

  /** The paths of what holds no more fields; maps of the user's own names have the name "key". */
  private static void leaves(String path, Object value, Set<String> leaves) {
    switch (value) {
      case Map<?, ?> map when !map.isEmpty() && !map.containsKey("key") ->
          map.forEach((name, inside) -> leaves(below(path, name), inside, leaves));
      case List<?> list when list.getFirst() instanceof Map<?, ?> ->
          list.forEach(item -> leaves(path + "[]", item, leaves));
      default -> leaves.add(path);
    }
  }

  private static String below(String path, Object name) {
    return path.isEmpty() ? String.valueOf(name) : path + "." + name;
  }

  /** One case, once with everything and then without each field in turn. */
  private final class Trial {

    private final GoldenCase golden;
    private final List<MeshFixture.Source> sources;
    private final Map<String, Object> whole;
    private final String translated;

    Trial(GoldenCase golden) throws IOException {
      this.golden = golden;
      this.sources = golden.sources();
      this.whole = yaml(golden.meshConfig());
      this.translated = translated();
    }

    void run(Map<String, Object> every) {
      without("", whole, every);
    }

    private void without(String path, Map<String, Object> written, Map<String, Object> every) {
      for (String name : List.copyOf(written.keySet())) {
        String field = below(path, name);
        Object value = Objects.requireNonNull(written.remove(name));
        if (!translated().equals(translated)) {
          shown.add(field);
        }
        written.put(name, value);
        inside(field, value, every.get(name));
      }
    }

    private void inside(String field, Object value, @Nullable Object every) {
      switch (every) {
        case Map<?, ?> map when !map.containsKey("key") ->
            without(field, mapping(value), mapping(map));
        case List<?> items when items.getFirst() instanceof Map<?, ?> -> {
          Map<String, Object> any = new TreeMap<>();
          items.forEach(item -> any.putAll(mapping(item)));
          ((List<?>) value).forEach(item -> without(field + "[]", mapping(item), any));
        }
        case null, default -> {}
      }
    }

    /** All that is made and said. */
    private String translated() {
      MeshFixture mesh;
      try {
        mesh = golden.mesh(Yaml.print(whole), sources);
      } catch (IllegalArgumentException e) {
        return String.valueOf(e.getMessage()); // it is nothing without this field
      }
      StringBuilder text = new StringBuilder();
      for (Map<String, Object> proxy : golden.proxies().values()) {
        ProxySnapshot snapshot = mesh.snapshot(proxy);
        for (XdsType type : XdsType.values()) {
          text.append(snapshot.resources(type).version()).append('\n');
        }
      }
      return text.append(mesh.diagnostics()).toString();
    }
  }

  private static Map<String, Object> yaml(String text) {
    return mapping(new Load(LoadSettings.builder().build()).loadFromString(text));
  }

  @SuppressWarnings("unchecked") // a YAML mapping with string keys; anything else fails the test
  private static Map<String, Object> mapping(Object value) {
    return (Map<String, Object>) value;
  }
}
