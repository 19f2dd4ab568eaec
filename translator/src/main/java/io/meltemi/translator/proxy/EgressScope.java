package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.Sidecar;
import io.meltemi.translator.config.VirtualService;
import java.util.Optional;

/**
 * What one egress listener lets through: without a Sidecar there is exactly one, with everything
 * that is exported to the namespace.
 *
 * @param listener the Sidecar's egress listener, if there is one
 * @param services what may be called
 * @param virtualServices of the gateway {@code mesh}, delegates merged in, the winning one first
 *     where two name the same host: more specific host, then older
 */
public record EgressScope(
    Optional<Sidecar.EgressListener> listener,
    ServiceScope services,
    ImmutableList<ConfigObject<VirtualService>> virtualServices) {}
