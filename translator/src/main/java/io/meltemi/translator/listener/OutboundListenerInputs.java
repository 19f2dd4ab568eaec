package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.ConfigKey;
import java.util.Optional;

/**
 * One listener for traffic of the proxy's own workload.
 *
 * @param bindToPort whether applications dial it; otherwise {@code virtualOutbound} finds it by the
 *     original destination
 * @param chains with distinct matches
 * @param fallback what takes the connections that match no chain
 */
record OutboundListenerInputs(
    Bind bind,
    boolean bindToPort,
    ImmutableList<FilterChainInputs> chains,
    Optional<FilterChainInputs> fallback,
    ListenerSettings settings,
    ImmutableList<ConfigKey> origins) {}
