package io.meltemi.translator.listener;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Duration;
import io.envoyproxy.envoy.config.route.v3.Decorator;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.meltemi.translator.naming.MeshHeaders;
import io.meltemi.translator.xds.Protos;

/** Writes the one route that takes all requests to the workload. */
final class InboundRouteConfigurer {

  private static final Duration NONE = Duration.getDefaultInstance();

  /** A request that found a connection closed under it has reached nobody and may go again. */
  private static final RetryPolicy UNSENT_REQUESTS =
      RetryPolicy.newBuilder()
          .setRetryOn("reset-before-request")
          .setNumRetries(Protos.uint32(2))
          .build();

  /** The client's sidecar has the timeouts; a second opinion here would only cut its own short. */
  private static final RouteAction.MaxStreamDuration UNLIMITED =
      RouteAction.MaxStreamDuration.newBuilder()
          .setMaxStreamDuration(NONE)
          .setGrpcTimeoutHeaderMax(NONE)
          .build();

  private InboundRouteConfigurer() {}

  static RouteConfiguration of(ChainFilters.HttpRoutes.AllTo inputs) {
    Route route =
        Route.newBuilder()
            .setName("default")
            .setMatch(RouteMatch.newBuilder().setPrefix("/"))
            .setDecorator(Decorator.newBuilder().setOperation(inputs.operation()))
            .setRoute(
                RouteAction.newBuilder()
                    .setCluster(inputs.cluster())
                    .setTimeout(NONE)
                    .setMaxStreamDuration(UNLIMITED)
                    .setRetryPolicy(UNSENT_REQUESTS))
            .build();
    return RouteConfiguration.newBuilder()
        .setName(inputs.name())
        .addVirtualHosts(
            VirtualHost.newBuilder().setName(inputs.virtualHost()).addDomains("*").addRoutes(route))
        .setValidateClusters(BoolValue.of(false))
        // Only a proxy can say it.
        .addResponseHeadersToRemove(MeshHeaders.UNDELIVERED)
        .build();
  }
}
