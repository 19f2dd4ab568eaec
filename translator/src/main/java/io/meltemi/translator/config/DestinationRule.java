package io.meltemi.translator.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Optional;

/** What happens to traffic after it has been routed to a host. */
public record DestinationRule(
    String host,
    Optional<TrafficPolicy> trafficPolicy,
    ImmutableList<Subset> subsets,
    ImmutableList<String> exportTo,
    Optional<WorkloadSelector> workloadSelector)
    implements ConfigSpec {

  /** A named part of the host's endpoints, those with all of these labels. */
  public record Subset(
      String name,
      ImmutableSortedMap<String, String> labels,
      Optional<TrafficPolicy> trafficPolicy) {}
}
