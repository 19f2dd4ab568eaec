package io.meltemi.translator.config;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/** Keeps traffic in the zone it comes from, as far as the zones' capacities allow. */
public record ZoneAwareLb(
    Optional<Boolean> enabled,
    ImmutableList<LocalityLb.Failover> failover,
    ImmutableList<String> failoverPriority,
    Optional<Integer> minClusterSize) {}
