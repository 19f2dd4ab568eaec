package io.meltemi.translator.cluster;

import com.google.common.collect.ImmutableList;

/**
 * A cluster for what the mesh knows nothing about.
 *
 * @param bindAddresses as for inbound clusters
 */
record MeshwideClusterInputs(
    String name,
    ClusterDiscovery discovery,
    ConnectionPoolSettings connectionPool,
    ImmutableList<String> bindAddresses,
    boolean perDownstream) {}
