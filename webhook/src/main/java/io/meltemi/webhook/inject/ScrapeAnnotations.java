package io.meltemi.webhook.inject;

import io.meltemi.translator.bootstrap.KubeletPages.AppMetrics;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The annotations by which Prometheus finds what to scrape. They are pointed at the proxy's port
 * for those without a certificate, which shows the application's metrics after Envoy's.
 */
final class ScrapeAnnotations {

  private static final String SCRAPE = "prometheus.io/scrape";
  private static final String PORT = "prometheus.io/port";
  private static final String PATH = "prometheus.io/path";
  private static final int DEFAULT_PORT = 80;

  private ScrapeAnnotations() {}

  /**
   * Changes the annotations, unless they say that the pod is not to be scraped.
   *
   * @return where the application's own metrics are, if it has any
   */
  static Optional<AppMetrics> merge(Map<String, String> annotations, int statusPort) {
    String scrape = take(annotations, SCRAPE).orElse("");
    if (scrape.toLowerCase(Locale.ROOT).equals("false")) {
      annotations.put(SCRAPE, scrape);
      return Optional.empty();
    }
    Optional<String> port = take(annotations, PORT);
    Optional<String> path = take(annotations, PATH);
    annotations.put(SCRAPE, "true");
    annotations.put(PORT, String.valueOf(statusPort));
    annotations.put(PATH, "/stats/prometheus");
    int own = port.flatMap(Texts::number).orElse(DEFAULT_PORT);
    return scrape.isEmpty() || own == statusPort || own > Texts.MAX_PORT
        ? Optional.empty()
        : Optional.of(
            new AppMetrics(
                KubeletVariables.INSTANCE_IP.placeholder(), own, path.orElse("/metrics")));
  }

  /** Prometheus takes every character but letters and digits for the same. */
  private static Optional<String> take(Map<String, String> annotations, String name) {
    Optional<String> found =
        annotations.keySet().stream()
            .filter(it -> plain(it).equals(plain(name)))
            .sorted()
            .findFirst();
    Optional<String> value = found.map(annotations::get);
    annotations.keySet().removeIf(it -> plain(it).equals(plain(name)));
    return value;
  }

  private static String plain(String name) {
    return name.replaceAll("[^a-zA-Z0-9]", "_");
  }
}
