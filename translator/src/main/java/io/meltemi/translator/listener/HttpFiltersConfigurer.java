package io.meltemi.translator.listener;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.extensions.filters.http.cors.v3.Cors;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.HTTPFault;
import io.envoyproxy.envoy.extensions.filters.http.grpc_stats.v3.FilterConfig;
import io.envoyproxy.envoy.extensions.filters.http.grpc_web.v3.GrpcWeb;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.meltemi.translator.xds.Protos;

/**
 * Writes the HTTP filters, in the order in which a request passes them. Fault and CORS are empty
 * here: routes say what they do.
 */
final class HttpFiltersConfigurer {

  private static final HttpFilter GRPC_WEB = filter("grpc_web", GrpcWeb.getDefaultInstance());

  /** Counts messages per stream, not per method: method names are unbounded. */
  private static final HttpFilter GRPC_STATS =
      filter("grpc_stats", FilterConfig.newBuilder().setEmitFilterState(true).build());

  private static final HttpFilter FAULT = filter("fault", HTTPFault.getDefaultInstance());
  private static final HttpFilter CORS = filter("cors", Cors.getDefaultInstance());
  private static final HttpFilter ROUTER = filter("router", Router.getDefaultInstance());
  private static final HttpFilter QUIET_ROUTER =
      filter("router", Router.newBuilder().setSuppressEnvoyHeaders(true).build());

  private HttpFiltersConfigurer() {}

  static void configure(
      HttpConnectionManager.Builder http,
      ChainFilters.Http inputs,
      HttpSettings settings,
      PolicyFilters policies) {
    http.addAllHttpFilters(policies.tokens().http())
        .addAllHttpFilters(policies.authorization().http());
    if (inputs.grpcWeb()) {
      http.addHttpFilters(GRPC_WEB);
    }
    http.addHttpFilters(GRPC_STATS)
        .addHttpFilters(FAULT)
        .addHttpFilters(CORS)
        .addHttpFilters(settings.debugHeaders() ? ROUTER : QUIET_ROUTER);
  }

  private static HttpFilter filter(String name, Message config) {
    return HttpFilter.newBuilder()
        .setName("envoy.filters.http." + name)
        .setTypedConfig(Protos.any(config))
        .build();
  }
}
