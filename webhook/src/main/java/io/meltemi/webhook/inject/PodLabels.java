package io.meltemi.webhook.inject;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableSortedMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.meltemi.translator.proxy.ProxyKind;
import java.util.Map;
import java.util.TreeMap;

/** The labels of an injected pod: by them the mesh knows its service, and that it has a proxy. */
final class PodLabels {

  private static final int MAX_VALUE = 63;

  private PodLabels() {}

  static ImmutableSortedMap<String, String> of(
      Pod pod, ProxyKind kind, Workload workload, InjectionInputs inputs) {
    Map<String, String> labels = new TreeMap<>(InjectionPolicy.labels(pod));
    if (kind == ProxyKind.SIDECAR) {
      labels.putIfAbsent(Annotations.TLS_MODE, "istio");
    } else {
      labels.putIfAbsent(Annotations.REVISION, inputs.values().revisionName());
    }
    String name = first(labels, workload.name(), "app.kubernetes.io/name", "app");
    if (!name.isEmpty()) {
      labels.putIfAbsent(Annotations.CANONICAL_NAME, shortened(name));
    }
    labels.putIfAbsent(
        Annotations.CANONICAL_REVISION,
        first(labels, "latest", "app.kubernetes.io/version", "version"));
    String network = inputs.parameters().get("net");
    if (network != null) {
      labels.put(Annotations.NETWORK, network);
    }
    return ImmutableSortedMap.copyOf(labels);
  }

  private static String first(Map<String, String> labels, String otherwise, String... names) {
    for (String name : names) {
      String value = labels.getOrDefault(name, "");
      if (!value.isEmpty()) {
        return value;
      }
    }
    return otherwise;
  }

  /** The name of a Deployment may be longer than a label. */
  private static String shortened(String name) {
    return name.length() <= MAX_VALUE
        ? name
        : CharMatcher.anyOf("-.").trimTrailingFrom(name.substring(0, MAX_VALUE));
  }
}
