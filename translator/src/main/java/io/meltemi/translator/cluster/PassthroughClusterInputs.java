package io.meltemi.translator.cluster;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.naming.ClusterName;

/**
 * A cluster that a gateway of mode AUTO_PASSTHROUGH finds by SNI. What goes through it is mTLS
 * already.
 *
 * @param endpoints the cluster whose endpoints it has, and whose name as SNI is its own name
 */
record PassthroughClusterInputs(
    ClusterName endpoints,
    ClusterService service,
    ConnectionPoolSettings connectionPool,
    LoadBalancing loadBalancing,
    ImmutableList<ConfigKey> origins) {}
