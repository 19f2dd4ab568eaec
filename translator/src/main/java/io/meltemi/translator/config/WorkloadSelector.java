package io.meltemi.translator.config;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Map;

/**
 * Selects workloads by labels, all of which must be equal. Written as {@code labels} in the
 * networking group and as {@code matchLabels} elsewhere.
 */
public record WorkloadSelector(ImmutableSortedMap<String, String> labels) {

  /** Whether a workload with these labels is meant. An empty selector means every workload. */
  public boolean selects(Map<String, String> workload) {
    for (Map.Entry<String, String> wanted : labels.entrySet()) {
      if (!wanted.getValue().equals(workload.get(wanted.getKey()))) {
        return false;
      }
    }
    return true;
  }
}
