package io.meltemi.translator.config;

import java.util.Optional;

/**
 * A service that traffic goes to.
 *
 * @param host a short name is relative to the namespace of the rule, not of the proxy
 * @param subset a subset of the host's DestinationRule, or empty
 * @param port needed only when the host has several ports
 */
public record Destination(String host, String subset, Optional<PortSelector> port) {}
