package io.meltemi.translator.bootstrap;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.net.HostAndPort;
import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.HTTPFault;
import io.envoyproxy.envoy.extensions.filters.http.health_check.v3.HealthCheck;
import io.envoyproxy.envoy.extensions.filters.http.lua.v3.Lua;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.type.v3.Percent;
import io.meltemi.translator.bootstrap.KubeletPages.ProbePage;

/** Envoy's words for {@link KubeletPages}: listeners, and the clusters that they ask. */
final class KubeletListener {

  /** Of one page of metrics; Envoy's default of 1 MiB is a few thousand series. */
  private static final int MAX_PAGE = 64 << 20;

  private KubeletListener() {}

  static ImmutableList<Cluster> clusters(KubeletPages pages) {
    ImmutableMap.Builder<String, Cluster> clusters = ImmutableMap.builder();
    for (ProbePage page : pages.probes()) {
      String name = KubeletRoutes.cluster(page);
      clusters.put(name, ProbeClusters.of(name, page.target(), pages.bypass()));
    }
    pages
        .appMetrics()
        .ifPresent(
            app ->
                clusters.put(
                    KubeletRoutes.APP_METRICS,
                    ProbeClusters.of(KubeletRoutes.APP_METRICS, app, pages.bypass())));
    return clusters.buildKeepingLast().values().asList();
  }

  static Listener at(HostAndPort where, KubeletPages pages, Statistics.Compression compression) {
    HttpConnectionManager.Builder http =
        HttpConnectionManager.newBuilder()
            .setStatPrefix("kubelet")
            .setRouteConfig(routes(pages, compression))
            // The application is to see the probe as the kubelet sent it.
            .setGenerateRequestId(BoolValue.of(false))
            .setSkipXffAppend(true);
    checks(http, pages);
    // All are off but where a route has its own configuration of them.
    StatsCompression.filter(compression)
        .ifPresent(filter -> http.addHttpFilters(filter.setDisabled(true)));
    http.addHttpFilters(
        filter("envoy.filters.http.lua", Lua.getDefaultInstance()).setDisabled(true));
    http.addHttpFilters(
        filter("envoy.filters.http.fault", HTTPFault.getDefaultInstance()).setDisabled(true));
    http.addHttpFilters(
        filter(
            "envoy.filters.http.router",
            Router.newBuilder().setSuppressEnvoyHeaders(true).build()));
    return Listener.newBuilder()
        .setName(StaticClusters.listenerName("kubelet_", where))
        .setAddress(StaticClusters.address(where))
        .setPerConnectionBufferLimitBytes(UInt32Value.of(MAX_PAGE))
        .addFilterChains(
            FilterChain.newBuilder()
                .addFilters(
                    Filter.newBuilder()
                        .setName("envoy.filters.network.http_connection_manager")
                        .setTypedConfig(Any.pack(http.build()))))
        .build();
  }

  private static RouteConfiguration routes(KubeletPages pages, Statistics.Compression compression) {
    VirtualHost.Builder host = VirtualHost.newBuilder().setName("kubelet").addDomains("*");
    pages.probes().stream()
        .flatMap(page -> KubeletRoutes.probe(page).stream())
        .forEach(host::addRoutes);
    host.addRoutes(KubeletRoutes.metrics(pages.appMetrics(), compression));
    pages.drain().ifPresent(drain -> host.addRoutes(KubeletRoutes.drain(drain)));
    return RouteConfiguration.newBuilder().setName("kubelet").addVirtualHosts(host).build();
  }

  /** A filter each for what Envoy checks by itself: it answers for its cluster and ends there. */
  private static void checks(HttpConnectionManager.Builder http, KubeletPages pages) {
    for (ProbePage page : pages.probes()) {
      switch (page.target()) {
        case ProbeTarget.Http _ -> {}
        case ProbeTarget.Tcp _, ProbeTarget.Grpc _ ->
            http.addHttpFilters(
                filter(
                    "envoy.filters.http.health_check",
                    HealthCheck.newBuilder()
                        .setPassThroughMode(BoolValue.of(false))
                        .addHeaders(KubeletRoutes.path(page.path()))
                        .putClusterMinHealthyPercentages(
                            KubeletRoutes.cluster(page), Percent.newBuilder().setValue(100).build())
                        .build()));
      }
    }
  }

  private static HttpFilter.Builder filter(String name, Message config) {
    return HttpFilter.newBuilder().setName(name).setTypedConfig(Any.pack(config));
  }
}
