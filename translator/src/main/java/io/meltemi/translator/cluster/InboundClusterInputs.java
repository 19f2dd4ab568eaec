package io.meltemi.translator.cluster;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.naming.ClusterName;

/**
 * One cluster in front of a workload's own port.
 *
 * @param bindAddress the source address of connections to the workload; empty for any
 * @param perDownstream a connection for each client connection, because the client's address is
 *     kept
 * @param origins the service's object, and the Sidecar if it declares the port
 */
record InboundClusterInputs(
    ClusterName name,
    ClusterService service,
    ClusterDiscovery discovery,
    ConnectionPoolSettings connectionPool,
    UpstreamHttpSettings http,
    String bindAddress,
    boolean perDownstream,
    String altStatName,
    ImmutableList<ConfigKey> origins) {}
