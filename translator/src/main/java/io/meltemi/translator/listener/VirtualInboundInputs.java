package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.meltemi.translator.diagnostic.ConfigKey;

/**
 * The listener that all captured inbound connections come to.
 *
 * @param transparent whether it is reached by TPROXY, and the client's address is kept
 * @param chains the workload's ports, before the catch-all ones
 * @param uninspectedPorts ports whose protocol is declared: nobody waits for their first bytes
 */
record VirtualInboundInputs(
    Bind.Ip bind,
    boolean transparent,
    ImmutableList<FilterChainInputs> chains,
    ImmutableSortedSet<Integer> uninspectedPorts,
    ListenerSettings settings,
    PolicyFilters policies,
    ImmutableList<ConfigKey> origins) {}
