package io.meltemi.translator.route;

import com.google.common.base.Joiner;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import io.meltemi.translator.config.HttpRetry;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which retry policy a route has: its own, the mesh's, or Istio's default, field by field over
 * Istio's default.
 */
final class RetryResolver {

  /**
   * Where a policy names no conditions: Istio's, and what surely reached nobody; nothing that may
   * have reached the application.
   */
  private static final String DEFAULT_RETRY_ON =
      "connect-failure,refused-stream,unavailable,cancelled,reset-before-request";

  private static final int DEFAULT_ATTEMPTS = 2;
  private static final String BY_STATUS_CODE = "retriable-status-codes";
  private static final String BY_HEADER = "retriable-headers";
  private static final String CONNECT_FAILURE = "connect-failure";
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
      Conditions conditions = Conditions.parse("");
      return new RetryPolicyPlan.Explicit(
          DEFAULT_ATTEMPTS,
          conditions.retryOn(),
          conditions.statusCodes(),
          conditions.undelivered(),
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
        conditions.undelivered(),
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

  /**
   * {@code retryOn}, in which numbers are status codes.
   *
   * @param undelivered whoever tries again where no connection comes about also does so where the
   *     one behind the server's proxy does not
   */
  private record Conditions(
      String retryOn, ImmutableList<Integer> statusCodes, boolean undelivered) {

    static Conditions parse(String text) {
      Set<String> words = new LinkedHashSet<>();
      ImmutableList.Builder<Integer> codes = ImmutableList.builder();
      for (String part : COMMAS.split(text.isEmpty() ? DEFAULT_RETRY_ON : text)) {
        Integer code = Ints.tryParse(part);
        if (code != null && code >= 100 && code < 600) {
          codes.add(code);
          words.add(BY_STATUS_CODE);
        } else {
          words.add(part);
        }
      }
      boolean undelivered = words.contains(CONNECT_FAILURE);
      if (undelivered) {
        words.add(BY_HEADER);
      }
      return new Conditions(Joiner.on(',').join(words), codes.build(), undelivered);
    }
  }
}
