package io.meltemi.translator.model;

import com.google.common.collect.ImmutableSet;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.KubePod;
import io.meltemi.translator.diagnostic.ConfigKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The workloads after a change of Pods, WorkloadEntries or Nodes.
 *
 * @param labelsTouched every version, old and new, of the workloads that changed
 */
record WorkloadUpdate(WorkloadIndex index, List<MeshWorkload> labelsTouched) {

  static WorkloadUpdate of(MeshModel base, DiscoveryIndex after, Iterable<ConfigKey> keys) {
    DiscoveryIndex before = base.discovery();
    Map<ConfigKey, Optional<MeshWorkload>> changes = new LinkedHashMap<>();
    for (ConfigKey key : MeshDelta.changed(keys, before.pods(), after.pods())) {
      changes.put(key, pod(after, key));
    }
    for (ConfigKey key : podsOn(MeshDelta.changed(keys, before.nodes(), after.nodes()), after)) {
      changes.put(key, pod(after, key));
    }
    for (ConfigKey key :
        MeshDelta.changed(keys, before.workloadEntries(), after.workloadEntries())) {
      changes.put(key, after.workloadEntries().get(key).flatMap(Workloads::ofEntry));
    }
    List<MeshWorkload> touched = new ArrayList<>();
    changes.forEach(
        (key, workload) -> {
          Optional<MeshWorkload> old = base.workloads().get(key);
          if (!old.equals(workload)) {
            old.ifPresent(touched::add);
            workload.ifPresent(touched::add);
          }
        });
    return new WorkloadUpdate(base.workloads().with(changes), touched);
  }

  private static Optional<MeshWorkload> pod(DiscoveryIndex after, ConfigKey key) {
    return after.pods().get(key).flatMap(pod -> Workloads.ofPod(pod, after.nodes()));
  }

  private static List<ConfigKey> podsOn(Set<ConfigKey> nodes, DiscoveryIndex after) {
    if (nodes.isEmpty()) {
      return List.of();
    }
    ImmutableSet<String> names =
        nodes.stream().map(ConfigKey::name).collect(ImmutableSet.toImmutableSet());
    List<ConfigKey> pods = new ArrayList<>();
    for (ConfigObject<KubePod> pod : after.pods().all()) {
      if (names.contains(pod.spec().nodeName())) {
        pods.add(pod.key());
      }
    }
    return pods;
  }
}
