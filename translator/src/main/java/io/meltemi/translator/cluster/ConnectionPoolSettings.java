package io.meltemi.translator.cluster;

import io.meltemi.translator.config.ConnectionPool;
import io.meltemi.translator.config.TrafficPolicy;
import java.time.Duration;
import java.util.Optional;

/**
 * How many connections and requests, and how they are kept.
 *
 * @param connectTimeout more than zero
 * @param maxConnections 0 is no limit, as are the other zeros
 * @param bufferLimitBytes of one connection; Envoy's own limit (1 MiB) if absent
 */
record ConnectionPoolSettings(
    Duration connectTimeout,
    Optional<ConnectionPool.TcpKeepalive> keepalive,
    int maxConnections,
    int maxPendingRequests,
    int maxRequests,
    int maxRetries,
    Optional<TrafficPolicy.RetryBudget> retryBudget,
    Optional<Integer> bufferLimitBytes) {}
