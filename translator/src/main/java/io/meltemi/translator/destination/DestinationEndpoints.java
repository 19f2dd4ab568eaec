package io.meltemi.translator.destination;

import io.meltemi.translator.model.ServiceEndpoints;

/**
 * The endpoints of one cluster, and how they are arranged.
 *
 * @param endpoints of the service, or of its subset
 * @param port the service's port number
 * @param withUnhealthy whether unhealthy ones are listed (as such): only of use where Envoy may
 *     fall back to them
 */
public record DestinationEndpoints(
    ServiceEndpoints endpoints, int port, LocalityPolicy locality, boolean withUnhealthy) {}
