package io.meltemi.translator.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Optional;

/** Which localities are preferred. At most one of distribute, failover, failoverPriority. */
public record LocalityLb(
    ImmutableList<Distribute> distribute,
    ImmutableList<Failover> failover,
    ImmutableList<String> failoverPriority,
    Optional<Boolean> enabled) {

  /**
   * Traffic from one locality, in whole percents, over others. {@code *} at the end is a wildcard.
   */
  public record Distribute(String from, ImmutableSortedMap<String, Integer> to) {}

  /** The region that takes over when another one fails. */
  public record Failover(String from, String to) {}
}
