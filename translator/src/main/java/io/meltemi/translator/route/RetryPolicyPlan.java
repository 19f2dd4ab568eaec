package io.meltemi.translator.route;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.Optional;

/** When and how often a request is tried again: decided and complete. */
sealed interface RetryPolicyPlan {

  /** The virtual host's policy applies; nothing is written. */
  record Inherited() implements RetryPolicyPlan {}

  /** No retries, whatever the virtual host says. */
  record Disabled() implements RetryPolicyPlan {}

  /**
   * Its own policy.
   *
   * @param retryOn Envoy's conditions, joined by commas
   * @param statusCodes that are tried again too
   * @param undelivered whether also what the server's proxy says has not reached the application
   * @param avoidPreviousHosts whether a retry prefers endpoints that were not tried yet
   * @param otherPriorities whether a retry may leave the priorities (localities) tried so far
   */
  record Explicit(
      int attempts,
      String retryOn,
      ImmutableList<Integer> statusCodes,
      boolean undelivered,
      Optional<Duration> perTryTimeout,
      Optional<Duration> backoff,
      boolean avoidPreviousHosts,
      boolean otherPriorities)
      implements RetryPolicyPlan {}
}
