package io.meltemi.it.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.meltemi.it.envoy.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every folder under {@code charts/} with a {@code values.yaml} is a test: what the chart makes of
 * these values. {@code make charts-golden} rewrites them.
 */
final class ChartGoldenTest {

  private static final boolean REWRITE = Boolean.getBoolean("golden.rewrite");

  @TestFactory
  Stream<DynamicTest> cases() throws Exception {
    CommandLineTool helm = new CommandLineTool(KubeTools.helm(), Map.of());
    return ChartCase.all().stream().map(one -> dynamicTest(one.toString(), () -> check(one, helm)));
  }

  private static void check(ChartCase one, CommandLineTool helm) throws Exception {
    assertThat(Files.readString(one.values())).as("values.yaml says why").startsWith("# ");
    helm.run("lint", "--strict", "--quiet", "--values", one.values().toString(), one.chartFolder())
        .orThrow();
    String rendered = helm.run(one.template()).orThrow();
    Path expected = one.folder().resolve("expected.yaml");
    if (REWRITE) {
      Files.writeString(expected, rendered);
    }
    assertThat(rendered)
        .as("%s; `make charts-golden` rewrites it", expected)
        .isEqualTo(Files.exists(expected) ? Files.readString(expected) : "");
  }

  @TestFactory
  Stream<DynamicTest> valuesThatMeanNothingAreRefused() throws Exception {
    CommandLineTool helm = new CommandLineTool(KubeTools.helm(), Map.of());
    return YamlFile.cases("charts/refused.yaml").stream()
        .map(one -> dynamicTest(String.valueOf(one.get("why")), () -> refused(one, helm)));
  }

  private static void refused(Map<String, Object> one, CommandLineTool helm)
      throws IOException, InterruptedException {
    CommandLineTool.Outcome outcome =
        helm.runWith(
            YamlFile.print(YamlFile.mapping(one.get("values"))),
            "template",
            "test",
            Checkout.path("charts/" + one.get("chart")).toString(),
            "--values",
            "-");
    assertThat(outcome.status()).as(outcome.all()).isNotZero();
    for (Object said : (List<?>) one.getOrDefault("says", List.of())) {
      assertThat(outcome.err()).contains(String.valueOf(said));
    }
  }
}
