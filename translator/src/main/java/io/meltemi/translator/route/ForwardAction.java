package io.meltemi.translator.route;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.HttpRoute;
import io.meltemi.translator.config.LoadBalancer;
import io.meltemi.translator.config.Percent;
import java.time.Duration;
import java.util.Optional;

/**
 * Requests are sent on: everything decided, nothing in Envoy's words yet.
 *
 * @param targets at least one; several share the requests by weight
 * @param headers of the rule, and of its destination if there is just one
 * @param authority the host to send instead of the client's, or empty
 */
record ForwardAction(
    ImmutableList<Target> targets,
    HeaderOperations headers,
    String authority,
    Optional<HttpRoute.Rewrite> rewrite,
    Optional<Duration> timeout,
    RetryPolicyPlan retries,
    ImmutableList<Mirror> mirrors)
    implements RouteOutcome {

  /**
   * A cluster and its share.
   *
   * @param headers of the destination; they are in the action's already if it is the only one
   */
  record Target(
      String cluster,
      int weight,
      HeaderOperations headers,
      Optional<LoadBalancer.HashKey> hashKey) {}

  /** A cluster that gets copies of a share of the requests. */
  record Mirror(String cluster, Percent share) {}
}
