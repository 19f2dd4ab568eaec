package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.ConfigKey;

/**
 * The listener that all captured outbound connections come to.
 *
 * @param transparent whether it is reached by TPROXY
 * @param catchAll what takes the connections that no other listener takes
 */
record VirtualOutboundInputs(
    Bind.Ip bind,
    boolean transparent,
    ChainFilters.Tcp catchAll,
    ListenerSettings settings,
    ImmutableList<ConfigKey> origins) {}
