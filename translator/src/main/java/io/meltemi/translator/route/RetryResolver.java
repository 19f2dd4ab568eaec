package io.meltemi.translator.route;

import com.google.common.base.Joiner;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import io.meltemi.translator.config.HttpRetry;
import java.time.Duration;
import java.util.Optional;

/**
 * Which retry policy a route has: its own, the mesh's, or Istio's default, field by field over
 * Istio's default.
 */
final class RetryResolver {

  /**
   * Istio's conditions where a policy names none: nothing that may have reached the application.
   */
  private static final String DEFAULT_RETRY_ON =
      "connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes";

  private static final int DEFAULT_ATTEMPTS = 2;
  private static final String BY_STATUS_CODE = "retriable-status-codes";
  private static final Splitter COMMAS = Splitter.on(',').trimResults().omitEmptyStrings();

  private RetryResolver() {}

  /** The policy of a virtual host, for its routes without one: the mesh's, or Istio's default. */
  static RetryPolicyPlan ofVirtualHost(Optional<HttpRetry> mesh, Findings findings) {
    return explicit(mesh, true, findings);
  }

  /**
   * The policy of one route.
   *
   * @param own what the rule says
   * @param mesh the mesh's default
   * @param hashed whether requests are hashed to an endpoint: a retry then goes to the same one, so
   *     the route cannot inherit the virtual host's policy
   */
  static RetryPolicyPlan ofRoute(
      Optional<HttpRetry> own, Optional<HttpRetry> mesh, boolean hashed, Findings findings) {
    if (own.isEmpty() && !hashed) {
      return new RetryPolicyPlan.Inherited();
    }
    return explicit(own.or(() -> mesh), !hashed, findings);
  }

  private static RetryPolicyPlan explicit(
      Optional<HttpRetry> policy, boolean avoidPreviousHosts, Findings findings) {
    if (policy.isEmpty()) {
      return new RetryPolicyPlan.Explicit(
          DEFAULT_ATTEMPTS,
          DEFAULT_RETRY_ON,
          ImmutableList.of(),
          Optional.empty(),
          Optional.empty(),
          avoidPreviousHosts,
          false);
    }
    HttpRetry retry = policy.get();
    if (retry.attempts() <= 0) {
      return new RetryPolicyPlan.Disabled();
    }
    Conditions conditions = Conditions.parse(retry.retryOn());
    return new RetryPolicyPlan.Explicit(
        retry.attempts(),
        conditions.retryOn(),
        conditions.statusCodes(),
        usable(retry.perTryTimeout(), findings.at("perTryTimeout")),
        usable(retry.backoff(), findings.at("backoff")),
        retry.retryIgnorePreviousHosts().orElse(avoidPreviousHosts),
        retry.retryRemoteLocalities().orElse(false));
  }

  private static Optional<Duration> usable(Optional<Duration> duration, Findings findings) {
    if (duration.isPresent() && !Durations.isPositive(duration.get())) {
      findings.invalid("must be longer than zero; it is ignored");
      return Optional.empty();
    }
    return duration;
  }

  /** {@code retryOn}, in which numbers are status codes. */
  private record Conditions(String retryOn, ImmutableList<Integer> statusCodes) {

    static Conditions parse(String text) {
      if (text.isEmpty()) {
        return new Conditions(DEFAULT_RETRY_ON, ImmutableList.of());
      }
      ImmutableList.Builder<String> words = ImmutableList.builder();
      ImmutableList.Builder<Integer> codes = ImmutableList.builder();
      for (String part : COMMAS.split(text)) {
        Integer code = Ints.tryParse(part);
        if (code != null && code >= 100 && code < 600) {
          codes.add(code);
        } else {
          words.add(part);
        }
      }
      return of(words.build(), codes.build());
    }

    private static Conditions of(ImmutableList<String> words, ImmutableList<Integer> codes) {
      boolean implied = !codes.isEmpty() && !words.contains(BY_STATUS_CODE);
      ImmutableList<String> all =
          implied
              ? ImmutableList.<String>builder().addAll(words).add(BY_STATUS_CODE).build()
              : words;
      return new Conditions(Joiner.on(',').join(all), codes);
    }
  }
}
