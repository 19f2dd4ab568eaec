package io.meltemi.translator.config.check;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import io.meltemi.translator.config.HttpRetry;

/** Checks a retry policy. */
final class RetryChecks {

  /** Envoy's {@code x-envoy-retry-on} and {@code x-envoy-retry-grpc-on}. */
  private static final ImmutableSet<String> CONDITIONS =
      ImmutableSet.of(
          "5xx",
          "gateway-error",
          "reset",
          "reset-before-request",
          "connect-failure",
          "envoy-ratelimited",
          "retriable-4xx",
          "refused-stream",
          "retriable-status-codes",
          "retriable-headers",
          "http3-post-connect-failure",
          "cancelled",
          "deadline-exceeded",
          "internal",
          "resource-exhausted",
          "unavailable");

  private RetryChecks() {}

  static void check(Findings at, HttpRetry retry) {
    NumberChecks.notNegative(at.at("attempts"), retry.attempts());
    boolean saysMore =
        retry.perTryTimeout().isPresent()
            || !retry.retryOn().isEmpty()
            || retry.backoff().isPresent();
    if (retry.attempts() == 0 && saysMore) {
      at.at("attempts").conflict("0 attempts switch retries off; set attempts or remove the rest");
    }
    at.present("perTryTimeout", retry.perTryTimeout(), NumberChecks::durationOrZero);
    NumberChecks.duration(at, "backoff", retry.backoff());
    for (String condition :
        Splitter.on(',').trimResults().omitEmptyStrings().split(retry.retryOn())) {
      condition(at.at("retryOn"), condition);
    }
  }

  /** A condition by name, or a status code, which Istio allows among them. */
  private static void condition(Findings at, String condition) {
    boolean isStatus =
        condition.length() == 3 && CharMatcher.inRange('0', '9').matchesAllOf(condition);
    if (!isStatus && !CONDITIONS.contains(condition)) {
      at.invalid(
          "\""
              + condition
              + "\" is neither a status code nor one of "
              + String.join(", ", CONDITIONS));
    }
  }
}
