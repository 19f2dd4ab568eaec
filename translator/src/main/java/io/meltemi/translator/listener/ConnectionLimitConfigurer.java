package io.meltemi.translator.listener;

import com.google.protobuf.UInt64Value;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.extensions.filters.network.connection_limit.v3.ConnectionLimit;
import io.meltemi.translator.xds.Protos;

/**
 * Writes how many connections there may be at once; one more is closed as soon as it is there.
 * Envoy counts for each chain of a listener: its limit of a whole one is a runtime value, which
 * only a bootstrap can set, by the listener's name.
 */
final class ConnectionLimitConfigurer {

  private ConnectionLimitConfigurer() {}

  static void configure(FilterChain.Builder chain, ListenerSettings settings) {
    settings.connectionLimit().ifPresent(limit -> chain.addFilters(filter(limit)));
  }

  private static Filter filter(int limit) {
    return Filter.newBuilder()
        .setName("envoy.filters.network.connection_limit")
        .setTypedConfig(
            Protos.any(
                ConnectionLimit.newBuilder()
                    .setStatPrefix("listener")
                    .setMaxConnections(UInt64Value.of(limit))
                    .build()))
        .build();
  }
}
