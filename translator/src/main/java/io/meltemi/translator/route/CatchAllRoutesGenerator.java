package io.meltemi.translator.route;

import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.meltemi.translator.naming.VirtualHostName;

/** Writes the one route of {@code allow_any} or of {@code block_all}. */
final class CatchAllRoutesGenerator {

  /** What Istio answers for a host that may not be called. */
  private static final int BAD_GATEWAY = 502;

  private CatchAllRoutesGenerator() {}

  static RoutesFragment generate(CatchAllRoutesInputs inputs) {
    Route.Builder route = Route.newBuilder().setMatch(RouteMatchConfigurer.any());
    if (inputs.cluster().isPresent()) {
      RouteAction.Builder action = RouteAction.newBuilder().setCluster(inputs.cluster().get());
      TimeoutConfigurer.configureNone(action);
      route.setName(VirtualHostName.ALLOW_ANY).setRoute(action);
    } else {
      route
          .setName(VirtualHostName.BLOCK_ALL)
          .setDirectResponse(DirectResponseAction.newBuilder().setStatus(BAD_GATEWAY));
    }
    return RoutesFragment.builder(inputs.origins()).add(route.build(), true).build();
  }
}
