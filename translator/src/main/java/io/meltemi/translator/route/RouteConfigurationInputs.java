package io.meltemi.translator.route;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.ConfigKey;

/**
 * What a route configuration depends on.
 *
 * @param hosts in the order they are written
 * @param ignorePort whether a port in the request's host does not matter to which virtual host it
 *     goes
 * @param origins beyond those of the virtual hosts
 */
record RouteConfigurationInputs(
    String name,
    ImmutableList<VirtualHostFragment> hosts,
    boolean ignorePort,
    ImmutableList<ConfigKey> origins) {}
