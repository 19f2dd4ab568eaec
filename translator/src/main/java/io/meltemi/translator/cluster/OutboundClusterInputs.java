package io.meltemi.translator.cluster;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.naming.ClusterName;
import java.util.Optional;

/**
 * One cluster that clients call.
 *
 * @param altStatName empty for the cluster's own name
 * @param rule the DestinationRule that applies; of merged ones the first
 * @param origins the service's object and all DestinationRules
 */
record OutboundClusterInputs(
    ClusterName name,
    ClusterService service,
    ClusterDiscovery discovery,
    OutboundTraffic traffic,
    String altStatName,
    Optional<ConfigKey> rule,
    ImmutableList<ConfigKey> origins) {}
