package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.ConfigKey;

/**
 * One port of a gateway.
 *
 * @param chains with distinct matches
 */
record GatewayListenerInputs(
    Bind bind,
    ImmutableList<FilterChainInputs> chains,
    ListenerSettings settings,
    PolicyFilters policies,
    ImmutableList<ConfigKey> origins) {}
