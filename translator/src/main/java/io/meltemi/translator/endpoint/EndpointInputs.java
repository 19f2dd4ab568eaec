package io.meltemi.translator.endpoint;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.destination.DestinationEndpoints;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.naming.ClusterName;

/**
 * One cluster's endpoints for clients of one place, or of any place where place does not matter.
 *
 * @param origins the service's object, and the DestinationRule where it had a say
 */
public record EndpointInputs(
    ClusterName name, DestinationEndpoints endpoints, ImmutableList<ConfigKey> origins) {}
