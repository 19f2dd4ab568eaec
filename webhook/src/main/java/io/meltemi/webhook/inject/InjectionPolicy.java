package io.meltemi.webhook.inject;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.meltemi.webhook.values.InjectionValues;
import io.meltemi.webhook.values.PodSelector;
import io.meltemi.webhook.values.ProxyValues.AutoInject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether a pod that the webhook is asked about gets a proxy, as Istio decides it. Which namespaces
 * it is asked about at all, by their labels, the API server decides by the selectors of the webhook
 * configuration.
 */
final class InjectionPolicy {

  /** Kubernetes' own; a proxy before the pods that make a cluster work would keep them from it. */
  private static final ImmutableSet<String> IGNORED =
      ImmutableSet.of("kube-system", "kube-public", "kube-node-lease", "local-path-storage");

  private InjectionPolicy() {}

  /** Empty: it gets one. */
  static Optional<String> reasonToSkip(Pod pod, String namespace, InjectionValues values) {
    PodSpec spec = pod.getSpec();
    if (Boolean.TRUE.equals(spec.getHostNetwork())) {
      return Optional.of("it uses the network of its host, whose traffic is not its own");
    }
    if (IGNORED.contains(namespace)) {
      return Optional.of("pods of namespace " + namespace + " are never injected");
    }
    Map<String, String> labels = labels(pod);
    Map<String, String> annotations = annotations(pod);
    if (annotations.containsKey(Annotations.STATUS) && hasProxy(spec)) {
      return Optional.of("it has a proxy already");
    }
    String told =
        labels.getOrDefault(Annotations.INJECT, annotations.getOrDefault(Annotations.INJECT, ""));
    return switch (told) {
      case "true" -> Optional.empty();
      case "false" -> Optional.of("its " + Annotations.INJECT + " says false");
      default -> byDefault(labels, values);
    };
  }

  private static Optional<String> byDefault(Map<String, String> labels, InjectionValues values) {
    if (any(values.sidecarInjectorWebhook().neverInjectSelector(), labels)) {
      return Optional.of("a neverInjectSelector selects it");
    }
    if (any(values.sidecarInjectorWebhook().alwaysInjectSelector(), labels)) {
      return Optional.empty();
    }
    return values.global().proxy().autoInject() == AutoInject.ENABLED
        ? Optional.empty()
        : Optional.of("injection is off (global.proxy.autoInject) and it does not ask for it");
  }

  private static boolean any(List<PodSelector> selectors, Map<String, String> labels) {
    return selectors.stream().anyMatch(selector -> selector.selects(labels));
  }

  private static boolean hasProxy(PodSpec spec) {
    return Stream.concat(spec.getContainers().stream(), spec.getInitContainers().stream())
        .map(Container::getName)
        .anyMatch(Names.PROXY::equals);
  }

  static Map<String, String> labels(Pod pod) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    return labels == null ? ImmutableMap.of() : labels;
  }

  static Map<String, String> annotations(Pod pod) {
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    return annotations == null ? ImmutableMap.of() : annotations;
  }
}
