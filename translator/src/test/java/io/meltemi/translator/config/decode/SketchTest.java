package io.meltemi.translator.config.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Sets;
import com.google.common.io.Resources;
import io.meltemi.translator.config.decode.ConfigTree.Mapping;
import io.meltemi.translator.config.decode.ConfigTree.Sequence;
import io.meltemi.translator.config.decode.ObjectShape.Field;
import io.meltemi.translator.diagnostic.ConfigKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a decoder is heard to ask for is what it reads. */
class SketchTest {

  static Stream<ConfigKind> kinds() {
    return Arrays.stream(ConfigKind.values())
        .filter(kind -> kind.group().endsWith(".istio.io") && kind != ConfigKind.MESH_CONFIG);
  }

  @Test
  void aShapeSaysTypesAndWhatIsRequired() {
    ObjectShape shape =
        Sketch.shape(
            in -> {
              in.requiredString("name");
              in.optionalBool("on");
              in.strings("hosts");
              return in.object("port", SharedDecoder::portSelector);
            });
    assertThat(shape.record()).isEmpty();
    assertThat(shape.fields())
        .containsExactly(
            Map.entry("name", new Field(new ValueShape.Text(), true, false)),
            Map.entry("on", new Field(new ValueShape.Flag(), false, true)),
            Map.entry(
                "hosts", new Field(new ValueShape.Items(new ValueShape.Text()), false, false)),
            Map.entry(
                "port",
                new Field(
                    new ValueShape.Nested(Sketch.shape(SharedDecoder::portSelector)),
                    false,
                    false)));
  }

  @Test
  void allArmsOfAChoiceAreHeardAndNoneIsRequired() {
    ObjectShape shape = Sketch.shape(SharedDecoder::customTag);
    assertThat(shape.record()).contains("CustomTag");
    assertThat(shape.fields().keySet())
        .containsExactlyInAnyOrder("literal", "environment", "header", "formatter");
    assertThat(shape.fields().values()).noneMatch(Field::required);
    assertThat(shape.exclusives())
        .containsExactly(ImmutableList.of("literal", "environment", "header", "formatter"));
  }

  @Test
  void bothSpellingsOfAFieldAreHeard() {
    ObjectShape route = Sketch.shape(HttpRouteDecoder::httpRoute);
    assertThat(route.fields().get("mirror_percent"))
        .isEqualTo(route.fields().get("mirrorPercent"))
        .isNotNull();
  }

  /** {@link EveryFieldTest}'s files have what Istio has; a shape has what we read. */
  @ParameterizedTest
  @MethodSource("kinds")
  void shapesHaveTheFieldsThatIstioHas(ConfigKind kind) throws IOException {
    String name = kind.kebabName();
    String text =
        Resources.toString(
            Resources.getResource("decode/every-field/" + name + ".yaml"), StandardCharsets.UTF_8);
    Set<String> written = new TreeSet<>();
    for (Document document : DocumentReader.read(name, text).documents()) {
      ConfigTree spec = ((Mapping) document.tree()).value("spec");
      written(spec == null ? Mapping.EMPTY : spec, "spec", written);
    }
    Set<String> read = new TreeSet<>(Set.of("spec"));
    read(new ValueShape.Nested(ConfigDecoder.specShape(kind)), "spec", written, read);
    assertThat(Sets.difference(read, written)).as("read, but not among all fields").isEmpty();
    assertThat(Sets.difference(written, read)).as("not read").isEmpty();
  }

  private static void written(ConfigTree tree, String path, Set<String> paths) {
    paths.add(path);
    switch (tree) {
      case Mapping mapping ->
          mapping.entries().forEach(e -> written(e.value(), path + "." + e.key(), paths));
      case Sequence sequence -> sequence.items().forEach(item -> written(item, path, paths));
      case ConfigTree.Scalar _ -> {}
    }
  }

  /** Keys that are the user's own, and contents that are Envoy's, are as they are written. */
  private static void read(ValueShape shape, String path, Set<String> written, Set<String> read) {
    switch (shape) {
      case ValueShape.Nested nested ->
          nested
              .shape()
              .fields()
              .forEach(
                  (name, field) -> {
                    read.add(path + "." + name);
                    read(field.shape(), path + "." + name, written, read);
                  });
      case ValueShape.Items items -> read(items.item(), path, written, read);
      case ValueShape.Entries entries -> {
        for (String key : below(path, written)) {
          if (key.indexOf('.', path.length() + 1) < 0) {
            read.add(key);
            read(entries.value(), key, written, read);
          }
        }
      }
      case ValueShape.Anything _ -> read.addAll(below(path, written));
      case ValueShape.Text _,
          ValueShape.Flag _,
          ValueShape.Whole _,
          ValueShape.Decimal _,
          ValueShape.Time _,
          ValueShape.Binary _,
          ValueShape.Choice _ -> {}
    }
  }

  private static ImmutableList<String> below(String path, Set<String> paths) {
    return paths.stream()
        .filter(other -> other.startsWith(path + "."))
        .collect(ImmutableList.toImmutableList());
  }
}
