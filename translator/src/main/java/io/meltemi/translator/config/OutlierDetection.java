package io.meltemi.translator.config;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.Optional;

/** When an endpoint is taken out for a while. {@code consecutiveErrors} is deprecated. */
public record OutlierDetection(
    int consecutiveErrors,
    boolean splitExternalLocalOriginErrors,
    Optional<Integer> consecutiveLocalOriginFailures,
    Optional<Integer> consecutiveGatewayErrors,
    Optional<Integer> consecutive5xxErrors,
    Optional<Duration> interval,
    Optional<Duration> baseEjectionTime,
    int maxEjectionPercent,
    int minHealthPercent,
    ImmutableList<Integer> outlierDetectionHttpErrorCodes) {}
