package io.meltemi.istiod.replica;

/**
 * Another istiod, as far as is known.
 *
 * @param name its pod's
 * @param leaseVersion of the Lease in which it said this
 * @param alive whether it has been heard of lately
 */
public record Replica(String name, String leaseVersion, boolean alive, ReplicaWord word) {}
