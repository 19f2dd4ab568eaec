package io.meltemi.istiod.xds;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.xds.XdsType;
import java.time.Instant;

/**
 * A resource that a connected proxy refused, or a whole type ({@code name} empty) where Envoy's
 * words do not tell which.
 *
 * @param origins the user objects to blame
 */
public record NackedResource(
    String nodeId,
    XdsType type,
    String name,
    ImmutableList<ConfigKey> origins,
    String error,
    Instant at) {}
