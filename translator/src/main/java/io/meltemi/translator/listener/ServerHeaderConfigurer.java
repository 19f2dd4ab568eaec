package io.meltemi.translator.listener;

import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.ServerHeaderTransformation;
import io.meltemi.translator.config.MeshProxyConfig.ServerHeader;
import java.util.Optional;

/** Writes what becomes of the response header {@code server}. */
final class ServerHeaderConfigurer {

  /** Istio's name; clients in the mesh see {@code envoy} instead, from their own sidecar. */
  private static final String SERVING = "istio-envoy";

  private ServerHeaderConfigurer() {}

  static void configure(
      HttpConnectionManager.Builder http, ChainFilters.HttpSide side, HttpSettings settings) {
    Optional<ServerHeader> said = settings.server();
    if (said.flatMap(ServerHeader::disabled).orElse(false)) {
      http.setServerHeaderTransformation(ServerHeaderTransformation.PASS_THROUGH);
      return;
    }
    String value = said.map(ServerHeader::value).orElse("");
    if (!value.isEmpty()) {
      http.setServerName(value);
    } else if (side != ChainFilters.HttpSide.SIDECAR_OUTBOUND) {
      http.setServerName(SERVING);
    }
  }
}
