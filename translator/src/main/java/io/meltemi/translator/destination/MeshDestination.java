package io.meltemi.translator.destination;

import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.ServicePort;
import io.meltemi.translator.naming.ClusterName;

/**
 * One cluster's worth of a service: a port, and the whole of it or a subset.
 *
 * @param subsetLabels what the endpoints of the subset have; empty means all endpoints
 */
public record MeshDestination(
    ClusterName name,
    MeshService service,
    ServicePort port,
    ImmutableSortedMap<String, String> subsetLabels,
    Discovery discovery,
    DestinationPolicy policy) {}
