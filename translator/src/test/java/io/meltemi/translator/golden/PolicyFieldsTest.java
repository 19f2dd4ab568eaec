package io.meltemi.translator.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.translator.config.AuthorizationPolicy;
import io.meltemi.translator.config.ExtensionProvider;
import io.meltemi.translator.config.RequestAuthentication;
import io.meltemi.translator.config.WorkloadSelector;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * No field of a policy is read and then forgotten: for each there is a golden case that would be
 * another without it. The fields are those of the records, so a new one fails until it has a case.
 */
class PolicyFieldsTest {

  private static final Map<String, Class<?>> POLICIES =
      Map.of(
          "AuthorizationPolicy", AuthorizationPolicy.class,
          "RequestAuthentication", RequestAuthentication.class);

  private static final Map<String, Class<?>> AUTHORIZERS =
      Map.of(
          "envoyExtAuthzHttp", ExtensionProvider.ExtAuthzHttp.class,
          "envoyExtAuthzGrpc", ExtensionProvider.ExtAuthzGrpc.class);

  private final Set<String> shown = new TreeSet<>();

  @Test
  void everyFieldOfAPolicyShowsInAGolden() throws IOException {
    for (GoldenCase golden : GoldenCase.all()) {
      if (golden.toString().matches("(authorization|jwt)/.*")) {
        new Trial(golden).run();
      }
    }
    assertThat(shown).containsExactlyElementsOf(fields());
  }

  private static Set<String> fields() {
    Set<String> fields = new TreeSet<>();
    Stream.of(POLICIES, AUTHORIZERS)
        .flatMap(types -> types.values().stream())
        .forEach(type -> collect(type, fields));
    return fields;
  }

  private static void collect(Class<?> type, Set<String> fields) {
    for (RecordComponent field : type.getRecordComponents()) {
      fields.add(name(type, field));
      Class<?> inside = inside(field.getGenericType());
      if (inside.isRecord()) {
        collect(inside, fields);
      }
    }
  }

  /** {@code JwtRule.issuer}. */
  private static String name(Class<?> type, RecordComponent field) {
    return type.getSimpleName() + "." + field.getName();
  }

  /** Of a list or an optional value, what is in it. */
  private static Class<?> inside(Type type) {
    return type instanceof ParameterizedType generic
        ? inside(generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1])
        : (Class<?>) type;
  }

  /** One case, once with everything and then without each field in turn. */
  private final class Trial {

    private final GoldenCase golden;
    private final List<Object> documents = new ArrayList<>();
    private final Map<String, Object> meshConfig;
    private final String whole;

    Trial(GoldenCase golden) throws IOException {
      this.golden = golden;
      Load yaml = new Load(LoadSettings.builder().build());
      for (MeshFixture.Source source : golden.sources()) {
        yaml.loadAllFromString(source.text()).forEach(documents::add);
      }
      this.meshConfig =
          golden.meshConfig().isEmpty()
              ? Map.of()
              : mapping(yaml.loadFromString(golden.meshConfig()));
      this.whole = translated();
    }

    void run() {
      for (Object document : documents) {
        Class<?> type = POLICIES.get(String.valueOf(mapping(document).get("kind")));
        if (type != null) {
          without(type, mapping(mapping(document).getOrDefault("spec", Map.of())));
        }
      }
      for (Object provider : (List<?>) meshConfig.getOrDefault("extensionProviders", List.of())) {
        AUTHORIZERS.forEach(
            (name, type) -> without(type, mapping(mapping(provider).getOrDefault(name, Map.of()))));
      }
    }

    private void without(Class<?> type, Map<String, Object> written) {
      for (RecordComponent field : type.getRecordComponents()) {
        String key = type == WorkloadSelector.class ? "matchLabels" : field.getName();
        if (written.containsKey(key)) {
          Object value = written.remove(key);
          if (!translated().equals(whole)) {
            shown.add(name(type, field));
          }
          written.put(key, value);
          Class<?> inside = inside(field.getGenericType());
          if (inside.isRecord()) {
            Stream.of(value)
                .flatMap(it -> it instanceof List<?> items ? items.stream() : Stream.of(it))
                .filter(Map.class::isInstance) // a case of mistakes may have anything here
                .forEach(item -> without(inside, unwrapped(mapping(item))));
          }
        }
      }
    }

    /** Sources and operations are each alone in a mapping. */
    private static Map<String, Object> unwrapped(Map<String, Object> item) {
      Object alone = item.getOrDefault("source", item.getOrDefault("operation", item));
      return alone instanceof Map<?, ?> ? mapping(alone) : item;
    }

    /** What the golden files of the case would have of each proxy. */
    private String translated() {
      List<MeshFixture.Source> sources = new ArrayList<>();
      documents.forEach(
          document -> sources.add(new MeshFixture.Source("input.yaml", Yaml.print(document))));
      MeshFixture mesh = golden.mesh(meshConfig.isEmpty() ? "" : Yaml.print(meshConfig), sources);
      StringBuilder text = new StringBuilder();
      golden
          .proxies()
          .values()
          .forEach(
              proxy ->
                  golden
                      .expect()
                      .forEach(
                          (type, names) ->
                              text.append(
                                  GoldenTest.print(mesh.snapshot(proxy).resources(type), names))));
      return text.toString();
    }
  }

  @SuppressWarnings("unchecked") // a YAML mapping with string keys; anything else fails the test
  private static Map<String, Object> mapping(Object value) {
    return (Map<String, Object>) value;
  }
}
