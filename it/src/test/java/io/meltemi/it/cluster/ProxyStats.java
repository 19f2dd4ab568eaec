package io.meltemi.it.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The figures of a pod's Envoy, as Prometheus reads them. */
record ProxyStats(String text) {

  static ProxyStats of(Pod pod) {
    return new ProxyStats(
        Cluster.get()
            .kubectl(
                "get",
                "--raw",
                "/api/v1/namespaces/%s/pods/%s:15020/proxy/stats/prometheus"
                    .formatted(pod.getMetadata().getNamespace(), pod.getMetadata().getName())));
  }

  /**
   * The sum over all HTTP listeners of one side of the proxy.
   *
   * @param counter the end of its name: Envoy puts part of a listener's address before it
   * @param side {@code inbound} or {@code outbound}
   */
  long http(String counter, String side) {
    Pattern wanted =
        Pattern.compile(
            "envoy_http_[a-z0-9_]*"
                + counter
                + "\\{.*envoy_http_conn_manager_prefix=\""
                + side
                + "_.*} (\\d+)");
    return text.lines()
        .map(wanted::matcher)
        .filter(Matcher::matches)
        .mapToLong(line -> Long.parseLong(line.group(1)))
        .sum();
  }
}
