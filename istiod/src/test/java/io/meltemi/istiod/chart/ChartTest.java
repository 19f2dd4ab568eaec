package io.meltemi.istiod.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Ascii;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

final class ChartTest {

  private static final Path CHARTS = Path.of("../charts");

  @Test
  void aProfileIsOverTheDefaults() {
    assertThat(Chart.ISTIOD.dump("default")).contains("autoscaleEnabled: true");
    assertThat(Chart.ISTIOD.dump("demo"))
        .contains("autoscaleEnabled: false", "accessLogFile: /dev/stdout", "profile: demo")
        .contains("autoscaleMax: 5", "enablePrometheusMerge: true");
    assertThat(Chart.ISTIOD.dump("empty")).contains("enabled: false");
    assertThat(Chart.GATEWAY.dump("demo")).contains("memory: 40Mi", "cpu: 2000m");
  }

  @Test
  void whoAsksForAnotherProfileIsToldWhichThereAre() {
    assertThatThrownBy(() -> Chart.ISTIOD.dump("ambient"))
        .hasMessage("there is no profile \"ambient\"; there are default, demo, minimal, empty");
  }

  @ParameterizedTest
  @EnumSource
  void everyProfileHasAFileAndSaysWhatItIsFor(Chart chart) throws IOException {
    Path folder = CHARTS.resolve(name(chart)).resolve("files/profiles");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Chart.PROFILES.stream().map(profile -> profile + ".yaml").toList());
    }
    for (String profile : Chart.PROFILES) {
      assertThat(chart.purpose(profile)).isNotBlank().endsWith(".");
    }
  }

  /** A value without its schema would be refused, and a schema without its value be a lie. */
  @ParameterizedTest
  @EnumSource
  void valuesAndTheirSchemaAgree(Chart chart) throws IOException {
    JsonNode schema =
        new ObjectMapper()
            .readTree(CHARTS.resolve(name(chart)).resolve("values.schema.json").toFile());
    Object values = new Load(LoadSettings.builder().build()).loadFromString(chart.dump("default"));
    Set<String> differences = new TreeSet<>();
    compare(values, schema, "", differences);
    assertThat(differences).isEmpty();
  }

  private static void compare(Object value, JsonNode schema, String path, Set<String> differences) {
    if (!(value instanceof Map<?, ?> fields) || !schema.has("properties") || fields.isEmpty()) {
      return;
    }
    if (path.equals(".meshConfig")) {
      return; // MeshConfig has its own reader.
    }
    Set<String> known = new TreeSet<>();
    schema.get("properties").fieldNames().forEachRemaining(known::add);
    known.remove("_internal_defaults_do_not_set");
    Set<String> there = fields.keySet().stream().map(String::valueOf).collect(Collectors.toSet());
    for (String field : known) {
      // One of the two is the chart's choice.
      if (!there.contains(field) && !field.equals("minAvailable")) {
        differences.add(path + "." + field + " has no default");
      }
    }
    fields.forEach(
        (field, inner) -> {
          if (!known.contains(String.valueOf(field))) {
            differences.add(path + "." + field + " is not in the schema");
          } else {
            compare(
                inner,
                schema.get("properties").get(String.valueOf(field)),
                path + "." + field,
                differences);
          }
        });
  }

  /** The charts name images by their version, and `make images` names them by that of the build. */
  @ParameterizedTest
  @EnumSource
  void theVersionIsTheOneThatIsBuilt(Chart chart) throws IOException {
    String build = Files.readString(Path.of("../pom.xml"));
    String written = Files.readString(CHARTS.resolve(name(chart)).resolve("Chart.yaml"));
    String version =
        written
            .lines()
            .filter(line -> line.startsWith("appVersion: "))
            .collect(Collectors.joining())
            .substring("appVersion: ".length());
    assertThat(build).contains("<version>" + version + "-SNAPSHOT</version>");
  }

  private static String name(Chart chart) {
    return Ascii.toLowerCase(chart.name());
  }
}
