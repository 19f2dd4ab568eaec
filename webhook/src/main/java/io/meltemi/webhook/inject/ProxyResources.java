package io.meltemi.webhook.inject;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.meltemi.webhook.values.ResourceValues;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the proxy may use, and is promised. If an annotation says anything about it, only the
 * annotations count: a limit of one source below the request of another would keep the pod away.
 */
final class ProxyResources {

  private ProxyResources() {}

  static ResourceRequirements of(ProxyPlan plan) {
    PodAnnotations said = plan.annotations();
    Map<String, Quantity> requests = new TreeMap<>();
    Map<String, Quantity> limits = new TreeMap<>();
    put(requests, "cpu", said.quantity(Annotations.PROXY_CPU));
    put(requests, "memory", said.quantity(Annotations.PROXY_MEMORY));
    put(limits, "cpu", said.quantity(Annotations.PROXY_CPU_LIMIT));
    put(limits, "memory", said.quantity(Annotations.PROXY_MEMORY_LIMIT));
    if (requests.isEmpty() && limits.isEmpty()) {
      return of(plan.values().global().proxy().resources());
    }
    return new ResourceRequirementsBuilder().withRequests(requests).withLimits(limits).build();
  }

  static ResourceRequirements of(ResourceValues values) {
    return new ResourceRequirementsBuilder()
        .withRequests(quantities(values.requests()))
        .withLimits(quantities(values.limits()))
        .build();
  }

  private static Map<String, Quantity> quantities(Map<String, String> texts) {
    Map<String, Quantity> quantities = new TreeMap<>();
    texts.forEach((name, text) -> quantities.put(name, new Quantity(text)));
    return quantities;
  }

  private static void put(Map<String, Quantity> to, String name, Optional<Quantity> quantity) {
    quantity.ifPresent(it -> to.put(name, it));
  }
}
