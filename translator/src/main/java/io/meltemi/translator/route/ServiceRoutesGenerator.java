package io.meltemi.translator.route;

import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.meltemi.translator.naming.ClusterName;
import java.util.Optional;

/** Writes the one route of a service that no VirtualService rules: everything goes to it. */
final class ServiceRoutesGenerator {

  /** Istio's name for it. */
  private static final String NAME = "default";

  private ServiceRoutesGenerator() {}

  static RoutesFragment generate(ServiceRoutesInputs inputs) {
    RouteAction.Builder action =
        RouteAction.newBuilder()
            .setCluster(ClusterName.outbound(inputs.port(), "", inputs.hostname()).toString());
    TimeoutConfigurer.configureNone(action);
    Findings none = Findings.of(inputs.origins().getFirst());
    RetryConfigurer.configure(
        action,
        RetryResolver.ofRoute(
            Optional.empty(), inputs.defaults().retries(), inputs.hashKey().isPresent(), none));
    inputs.hashKey().ifPresent(key -> HashPolicyConfigurer.configure(action, key));
    RouteMatch match = RouteMatch.newBuilder().setPrefix("/").build();
    Route.Builder route = Route.newBuilder().setName(NAME).setMatch(match).setRoute(action);
    DecoratorConfigurer.configureService(route, inputs.hostname(), inputs.port());
    return RoutesFragment.builder(inputs.origins()).add(route.build(), true).build();
  }
}
