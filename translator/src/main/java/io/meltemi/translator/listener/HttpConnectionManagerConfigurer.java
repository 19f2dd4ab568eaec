package io.meltemi.translator.listener;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Duration;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.UpgradeConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import io.meltemi.translator.xds.Protos;

/**
 * Writes an HTTP connection manager: the list of its aspects. What is not written is Envoy's
 * default: codec AUTO, request ids generated, no remote address used, no tracing.
 */
final class HttpConnectionManagerConfigurer {

  /** Rather than serve 404 after a while, a listener waits for its routes. */
  private static final ConfigSource ROUTES =
      Protos.ADS.toBuilder().setInitialFetchTimeout(Duration.getDefaultInstance()).build();

  private static final UpgradeConfig WEBSOCKET =
      UpgradeConfig.newBuilder().setUpgradeType("websocket").build();

  private HttpConnectionManagerConfigurer() {}

  static HttpConnectionManager of(
      ChainFilters.Http inputs, ListenerSettings settings, PolicyFilters policies) {
    HttpConnectionManager.Builder http =
        HttpConnectionManager.newBuilder()
            .setStatPrefix(inputs.statPrefix())
            .addUpgradeConfigs(WEBSOCKET)
            .setProxy100Continue(true)
            // Envoy's five minutes would end idle streams and websockets.
            .setStreamIdleTimeout(Duration.getDefaultInstance());
    routes(http, inputs.routes());
    if (!settings.http().requestIds()) {
      http.setGenerateRequestId(BoolValue.of(false));
    }
    PathNormalizationConfigurer.configure(http, settings.http().normalization());
    ForwardedHeadersConfigurer.configure(http, inputs.side(), settings.http());
    ServerHeaderConfigurer.configure(http, inputs.side(), settings.http());
    HttpLimitsConfigurer.configure(http, settings.http());
    UndeliveredConfigurer.configure(http, inputs.side());
    AccessLogConfigurer.configure(http, settings.accessLog());
    HttpFiltersConfigurer.configure(http, inputs, settings.http(), policies);
    return http.build();
  }

  private static void routes(HttpConnectionManager.Builder http, ChainFilters.HttpRoutes routes) {
    switch (routes) {
      case ChainFilters.HttpRoutes.Named(String name) ->
          http.setRds(Rds.newBuilder().setConfigSource(ROUTES).setRouteConfigName(name));
      case ChainFilters.HttpRoutes.AllTo all -> http.setRouteConfig(InboundRouteConfigurer.of(all));
    }
  }
}
