package io.meltemi.translator.route;

import io.envoyproxy.envoy.config.route.v3.Decorator;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.meltemi.translator.naming.ClusterName;
import java.util.Optional;

/** Writes the operation that traces show: {@code HOST:PORT/PATH}. */
final class DecoratorConfigurer {

  private static final String ANY_PATH = "/*";

  private DecoratorConfigurer() {}

  static void configureService(Route.Builder route, String hostname, int port) {
    set(route, hostname + ":" + port + ANY_PATH);
  }

  /**
   * The destination's host if there is just one, else the VirtualService's name.
   *
   * @param route complete but for this
   */
  static void configure(Route.Builder route, String rule, int port) {
    String path = path(route.getMatch());
    Optional<ClusterName> cluster = ClusterName.parse(route.getRoute().getCluster());
    set(
        route,
        cluster.map(name -> name.hostname() + ":" + name.port()).orElseGet(() -> rule + ":" + port)
            + path);
  }

  private static String path(RouteMatch match) {
    return switch (match.getPathSpecifierCase()) {
      case PREFIX -> match.getPrefix() + "*";
      case PATH -> match.getPath();
      case SAFE_REGEX -> match.getSafeRegex().getRegex();
      case PATH_SEPARATED_PREFIX, CONNECT_MATCHER, PATH_MATCH_POLICY, PATHSPECIFIER_NOT_SET ->
          ANY_PATH;
    };
  }

  private static void set(Route.Builder route, String operation) {
    route.setDecorator(Decorator.newBuilder().setOperation(operation));
  }
}
