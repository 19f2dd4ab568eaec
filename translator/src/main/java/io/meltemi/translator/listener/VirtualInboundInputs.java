package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.ConfigKey;

/**
 * The listener that all captured inbound connections come to.
 *
 * @param transparent whether it is reached by TPROXY, and the client's address is kept
 * @param chains the workload's ports, before the catch-all ones
 */
record VirtualInboundInputs(
    Bind.Ip bind,
    boolean transparent,
    ImmutableList<FilterChainInputs> chains,
    ListenerSettings settings,
    PolicyFilters policies,
    ImmutableList<ConfigKey> origins) {}
