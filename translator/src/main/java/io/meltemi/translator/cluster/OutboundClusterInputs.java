package io.meltemi.translator.cluster;

import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.naming.ClusterName;
import java.util.Optional;

/**
 * One cluster that clients call.
 *
 * @param altStatName empty for the cluster's own name
 * @param origin the service's object
 * @param rule the DestinationRule that applies
 */
record OutboundClusterInputs(
    ClusterName name,
    ClusterService service,
    ClusterDiscovery discovery,
    OutboundTraffic traffic,
    String altStatName,
    ConfigKey origin,
    Optional<ConfigKey> rule) {}
