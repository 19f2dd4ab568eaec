package io.meltemi.translator.route;

import com.google.protobuf.Any;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;
import io.envoyproxy.envoy.extensions.retry.priority.previous_priorities.v3.PreviousPrioritiesConfig;
import io.meltemi.translator.naming.MeshHeaders;
import io.meltemi.translator.xds.Protos;
import java.time.Duration;

/** Writes {@code retry_policy}, on routes and on virtual hosts. */
final class RetryConfigurer {

  /** How often Envoy picks another endpoint when it picked one that was tried already. */
  private static final int HOST_SELECTION_ATTEMPTS = 5;

  /** After how many tries of one priority Envoy goes to the next. */
  private static final int PRIORITY_UPDATE_FREQUENCY = 2;

  private static final RetryPolicy.RetryHostPredicate PREVIOUS_HOSTS =
      RetryPolicy.RetryHostPredicate.newBuilder()
          .setName("envoy.retry_host_predicates.previous_hosts")
          .setTypedConfig(Protos.any(PreviousHostsPredicate.getDefaultInstance()))
          .build();

  private static final Any PREVIOUS_PRIORITIES =
      Protos.any(
          PreviousPrioritiesConfig.newBuilder()
              .setUpdateFrequency(PRIORITY_UPDATE_FREQUENCY)
              .build());

  /** Envoy has it for {@code Retry-After}; a longer wait than this is no proxy's of ours. */
  private static final RetryPolicy.RateLimitedRetryBackOff AS_LONG_AS_IT_SAYS =
      RetryPolicy.RateLimitedRetryBackOff.newBuilder()
          .addResetHeaders(
              RetryPolicy.ResetHeader.newBuilder()
                  .setName(MeshHeaders.UNDELIVERED)
                  .setFormat(RetryPolicy.ResetHeaderFormat.SECONDS))
          .setMaxInterval(Protos.duration(Duration.ofSeconds(2)))
          .build();

  private RetryConfigurer() {}

  static void configure(RouteAction.Builder action, RetryPolicyPlan plan) {
    switch (plan) {
      case RetryPolicyPlan.Inherited _ -> {}
      // A policy without conditions: it hides the virtual host's and never retries.
      case RetryPolicyPlan.Disabled _ -> action.setRetryPolicy(RetryPolicy.getDefaultInstance());
      case RetryPolicyPlan.Explicit explicit -> action.setRetryPolicy(policy(explicit));
    }
  }

  static void configure(VirtualHost.Builder host, RetryPolicyPlan plan) {
    switch (plan) {
      case RetryPolicyPlan.Inherited _, RetryPolicyPlan.Disabled _ -> {}
      case RetryPolicyPlan.Explicit explicit -> host.setRetryPolicy(policy(explicit));
    }
  }

  private static RetryPolicy policy(RetryPolicyPlan.Explicit plan) {
    RetryPolicy.Builder policy =
        RetryPolicy.newBuilder()
            .setRetryOn(plan.retryOn())
            .setNumRetries(UInt32Value.of(plan.attempts()))
            .addAllRetriableStatusCodes(plan.statusCodes())
            .setHostSelectionRetryMaxAttempts(HOST_SELECTION_ATTEMPTS);
    if (plan.undelivered()) {
      policy
          .addRetriableHeaders(
              HeaderMatcher.newBuilder().setName(MeshHeaders.UNDELIVERED).setPresentMatch(true))
          .setRateLimitedRetryBackOff(AS_LONG_AS_IT_SAYS);
    }
    plan.perTryTimeout().ifPresent(time -> policy.setPerTryTimeout(Protos.duration(time)));
    plan.backoff()
        .ifPresent(
            time ->
                policy.setRetryBackOff(
                    RetryPolicy.RetryBackOff.newBuilder().setBaseInterval(Protos.duration(time))));
    if (plan.avoidPreviousHosts()) {
      policy.addRetryHostPredicate(PREVIOUS_HOSTS);
    }
    if (plan.otherPriorities()) {
      policy.setRetryPriority(
          RetryPolicy.RetryPriority.newBuilder()
              .setName("envoy.retry_priorities.previous_priorities")
              .setTypedConfig(PREVIOUS_PRIORITIES));
    }
    return policy.build();
  }
}
