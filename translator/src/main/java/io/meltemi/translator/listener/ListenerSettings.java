package io.meltemi.translator.listener;

import java.time.Duration;
import java.util.Optional;

/**
 * What the mesh's settings say of all listeners of one kind of proxy, defaults filled in.
 *
 * @param detectionTimeout how long the first bytes are waited for; zero is for ever
 * @param bufferLimitBytes per connection; Envoy's own limit (1 MiB) if absent
 * @param proxyProtocol whether what stands in front of the gateway sends the PROXY protocol
 */
record ListenerSettings(
    Duration detectionTimeout,
    AccessLogSettings accessLog,
    HttpSettings http,
    Optional<Integer> bufferLimitBytes,
    boolean proxyProtocol) {}
