package io.meltemi.translator.proxy;

import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.Sidecar;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.model.ObjectIndex;
import java.util.Map;
import java.util.Optional;

/**
 * Which Sidecar applies to a workload: one that selects it, else its namespace's default, else the
 * root namespace's default. Of several at the same step the oldest.
 */
final class SidecarSelection {

  private SidecarSelection() {}

  static Optional<ConfigObject<Sidecar>> select(
      MeshModel model, String namespace, Map<String, String> labels) {
    return model.sidecars().inNamespace(namespace).stream()
        .filter(sidecar -> !isDefault(sidecar.spec()))
        .filter(sidecar -> sidecar.spec().workloadSelector().get().selects(labels))
        .min(ObjectIndex.oldestFirst())
        .or(() -> defaultOf(model, namespace))
        .or(() -> defaultOf(model, model.rootNamespace()));
  }

  private static Optional<ConfigObject<Sidecar>> defaultOf(MeshModel model, String namespace) {
    return model.sidecars().inNamespace(namespace).stream()
        .filter(sidecar -> isDefault(sidecar.spec()))
        .min(ObjectIndex.oldestFirst());
  }

  static boolean isDefault(Sidecar sidecar) {
    return sidecar.workloadSelector().map(selector -> selector.labels().isEmpty()).orElse(true);
  }
}
