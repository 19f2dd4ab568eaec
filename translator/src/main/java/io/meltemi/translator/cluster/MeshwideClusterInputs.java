package io.meltemi.translator.cluster;

/**
 * A cluster for what the mesh knows nothing about.
 *
 * @param bindAddress as for inbound clusters
 */
record MeshwideClusterInputs(
    String name,
    ClusterDiscovery discovery,
    ConnectionPoolSettings connectionPool,
    String bindAddress,
    boolean perDownstream) {}
