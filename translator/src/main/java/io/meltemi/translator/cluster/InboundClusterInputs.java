package io.meltemi.translator.cluster;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.naming.ClusterName;
import java.util.Optional;

/**
 * One cluster in front of a workload's own port.
 *
 * @param bindAddress the source address of connections to the workload; empty for any
 * @param perDownstream a connection for each client connection, because the client's address is
 *     kept
 * @param rule the DestinationRule whose connection pool applies
 * @param origins the service's object, the rule, and the Sidecar
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
    Optional<ConfigKey> rule,
    ImmutableList<ConfigKey> origins) {}
