package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.ConfigKey;

/** A listener for the workload that clients dial themselves, because nothing is captured. */
record InboundListenerInputs(
    Bind bind,
    ImmutableList<FilterChainInputs> chains,
    ListenerSettings settings,
    PolicyFilters policies,
    ImmutableList<ConfigKey> origins) {}
