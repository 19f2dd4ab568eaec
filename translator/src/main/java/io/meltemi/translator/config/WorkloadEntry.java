package io.meltemi.translator.config;

import com.google.common.collect.ImmutableSortedMap;

/**
 * One workload outside Kubernetes, or an endpoint inside a ServiceEntry.
 *
 * @param address an IP, a DNS name, or {@code unix://} and a path
 * @param ports port numbers by the service's port names
 * @param weight 0 means 1
 */
public record WorkloadEntry(
    String address,
    ImmutableSortedMap<String, Integer> ports,
    ImmutableSortedMap<String, String> labels,
    String network,
    String locality,
    int weight,
    String serviceAccount)
    implements ConfigSpec {}
