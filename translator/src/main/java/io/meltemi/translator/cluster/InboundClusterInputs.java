package io.meltemi.translator.cluster;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.naming.ClusterName;
import java.util.Optional;

/**
 * One cluster in front of a workload's own port.
 *
 * @param bindAddresses the source address of connections to the workload, by IP family; empty for
 *     any
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
    ImmutableList<String> bindAddresses,
    boolean perDownstream,
    String altStatName,
    Optional<ConfigKey> rule,
    ImmutableList<ConfigKey> origins) {}
