package io.meltemi.translator.route;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster;

/** Writes header operations, on routes and on the destinations of weighted ones. */
final class HeadersConfigurer {

  private HeadersConfigurer() {}

  static void configure(Route.Builder route, HeaderOperations operations) {
    route
        .addAllRequestHeadersToAdd(options(operations.requestAdd()))
        .addAllRequestHeadersToRemove(operations.requestRemove())
        .addAllResponseHeadersToAdd(options(operations.responseAdd()))
        .addAllResponseHeadersToRemove(operations.responseRemove());
  }

  static void configure(
      WeightedCluster.ClusterWeight.Builder cluster, HeaderOperations operations) {
    cluster
        .addAllRequestHeadersToAdd(options(operations.requestAdd()))
        .addAllRequestHeadersToRemove(operations.requestRemove())
        .addAllResponseHeadersToAdd(options(operations.responseAdd()))
        .addAllResponseHeadersToRemove(operations.responseRemove());
    if (!operations.authority().isEmpty()) {
      cluster.setHostRewriteLiteral(operations.authority());
    }
  }

  private static Iterable<HeaderValueOption> options(
      ImmutableList<HeaderOperations.HeaderValue> values) {
    return Iterables.transform(values, HeadersConfigurer::option);
  }

  private static HeaderValueOption option(HeaderOperations.HeaderValue value) {
    return HeaderValueOption.newBuilder()
        .setHeader(HeaderValue.newBuilder().setKey(value.name()).setValue(value.value()))
        .setAppendAction(
            value.overwrite()
                ? HeaderValueOption.HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD
                : HeaderValueOption.HeaderAppendAction.APPEND_IF_EXISTS_OR_ADD)
        .build();
  }
}
