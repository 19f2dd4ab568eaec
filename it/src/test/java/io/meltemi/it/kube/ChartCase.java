package io.meltemi.it.kube;

import com.google.common.collect.ImmutableList;
import io.meltemi.it.envoy.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Values for a chart: a folder {@code charts/CHART/CASE} of the test resources.
 *
 * @param chart base, istiod or gateway
 */
record ChartCase(String chart, Path folder) {

  static final String NAMESPACE = "istio-system";

  private static final Path CASES = Checkout.path("it/src/test/resources/charts");

  static ImmutableList<ChartCase> all() throws IOException {
    try (Stream<Path> files = Files.walk(CASES)) {
      return files
          .filter(file -> file.endsWith("values.yaml"))
          .map(Path::getParent)
          .sorted()
          .map(folder -> new ChartCase(CASES.relativize(folder).getName(0).toString(), folder))
          .collect(ImmutableList.toImmutableList());
    }
  }

  Path values() {
    return folder.resolve("values.yaml");
  }

  String chartFolder() {
    return Checkout.path("charts/" + chart).toString();
  }

  /** The name that the README gives the release. */
  String release() {
    return switch (chart) {
      case "gateway" -> "istio-ingressgateway";
      default -> chart;
    };
  }

  String[] template() {
    return new String[] {
      "template",
      release(),
      chartFolder(),
      "--namespace",
      NAMESPACE,
      "--values",
      values().toString()
    };
  }

  @Override
  public String toString() {
    return chart + "/" + folder.getFileName();
  }
}
