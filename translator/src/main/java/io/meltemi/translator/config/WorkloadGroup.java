package io.meltemi.translator.config;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Optional;

/** The template of workloads that register themselves. */
public record WorkloadGroup(
    Metadata metadata, WorkloadEntry template, Optional<ReadinessProbe> probe)
    implements ConfigSpec {

  /** What the registered entries get. */
  public record Metadata(
      ImmutableSortedMap<String, String> labels, ImmutableSortedMap<String, String> annotations) {}
}
