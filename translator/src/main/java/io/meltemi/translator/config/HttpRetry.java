package io.meltemi.translator.config;

import java.time.Duration;
import java.util.Optional;

/**
 * When and how often a request is tried again.
 *
 * @param attempts retries after the first try; 0 switches them off
 */
public record HttpRetry(
    int attempts,
    Optional<Duration> perTryTimeout,
    String retryOn,
    Optional<Boolean> retryRemoteLocalities,
    Optional<Boolean> retryIgnorePreviousHosts,
    Optional<Duration> backoff) {}
