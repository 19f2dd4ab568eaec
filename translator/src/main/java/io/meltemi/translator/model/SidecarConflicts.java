package io.meltemi.translator.model;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.Sidecar;
import io.meltemi.translator.config.WorkloadSelector;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sidecars of one namespace for the same workloads, or for all of them. */
final class SidecarConflicts {

  /** Whom a Sidecar is for; no labels stand for the whole namespace. */
  private record Audience(String namespace, ImmutableSortedMap<String, String> labels) {}

  private SidecarConflicts() {}

  static ImmutableListMultimap<ConfigKey, Diagnostic> of(ObjectIndex<Sidecar> sidecars) {
    ImmutableListMultimap.Builder<ConfigKey, Diagnostic> said = ImmutableListMultimap.builder();
    Map<Audience, ConfigKey> first = new HashMap<>();
    List<ConfigObject<Sidecar>> ordered =
        sidecars.all().stream().sorted(ObjectIndex.oldestFirst()).toList();
    for (ConfigObject<Sidecar> sidecar : ordered) {
      ImmutableSortedMap<String, String> labels =
          sidecar
              .spec()
              .workloadSelector()
              .map(WorkloadSelector::labels)
              .orElse(ImmutableSortedMap.of());
      ConfigKey winner =
          first.putIfAbsent(new Audience(sidecar.namespace(), labels), sidecar.key());
      if (winner != null) {
        said.put(
            sidecar.key(),
            Conflicts.warning(
                sidecar.key(),
                "spec.workloadSelector",
                winner
                    + (labels.isEmpty()
                        ? " is the default of the namespace already"
                        : " selects the same workloads")
                    + ", and comes first; this one has no effect"));
      }
    }
    return said.build();
  }
}
