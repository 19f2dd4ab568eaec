package io.meltemi.translator.bootstrap;

import com.google.common.net.HostAndPort;
import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;

/**
 * Readiness and metrics for others than this host: two pages of the admin interface under the paths
 * that Istio's probes and scrapers ask for (15021 and 15090 in a pod).
 */
final class StatusListener {

  static final String ADMIN_CLUSTER = "admin";

  private StatusListener() {}

  static Listener at(HostAndPort where, Statistics.Compression compression) {
    HttpConnectionManager.Builder http =
        HttpConnectionManager.newBuilder()
            .setStatPrefix("status")
            .setRouteConfig(
                RouteConfiguration.newBuilder()
                    .setName("status")
                    .addVirtualHosts(
                        VirtualHost.newBuilder()
                            .setName("status")
                            .addDomains("*")
                            .addRoutes(route("/healthz/ready", "/ready"))
                            .addRoutes(route("/stats/prometheus", "/stats/prometheus"))));
    StatsCompression.filter(compression).ifPresent(http::addHttpFilters);
    http.addHttpFilters(
        HttpFilter.newBuilder()
            .setName("envoy.filters.http.router")
            .setTypedConfig(Any.pack(Router.getDefaultInstance())));
    return Listener.newBuilder()
        .setName(StaticClusters.listenerName("status_", where))
        .setAddress(StaticClusters.address(where))
        .addFilterChains(
            FilterChain.newBuilder()
                .addFilters(
                    Filter.newBuilder()
                        .setName("envoy.filters.network.http_connection_manager")
                        .setTypedConfig(Any.pack(http.build()))))
        .build();
  }

  private static Route route(String path, String adminPath) {
    return Route.newBuilder()
        .setMatch(RouteMatch.newBuilder().setPath(path))
        .setRoute(RouteAction.newBuilder().setCluster(ADMIN_CLUSTER).setPrefixRewrite(adminPath))
        .build();
  }
}
