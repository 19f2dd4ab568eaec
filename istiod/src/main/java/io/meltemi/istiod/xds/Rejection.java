package io.meltemi.istiod.xds;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.ConfigKey;
import java.time.Instant;

/**
 * A NACK: a response that a proxy refused.
 *
 * @param error Envoy's own words, cut off where they get long
 * @param resourceNames the resources that it is about, as far as can be told; empty if not
 * @param origins the user objects that those resources were made from
 */
public record Rejection(
    Delivery delivery,
    String error,
    ImmutableList<String> resourceNames,
    ImmutableList<ConfigKey> origins,
    Instant at) {}
