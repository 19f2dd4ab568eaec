package io.meltemi.translator.listener;

import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.meltemi.translator.xds.Protos;

/** Writes filter chains. */
final class FilterChainConfigurer {

  private FilterChainConfigurer() {}

  static void configure(
      Listener.Builder listener, Iterable<FilterChainInputs> chains, ListenerSettings settings) {
    configure(listener, chains, settings, PolicyFilters.NONE);
  }

  static void configure(
      Listener.Builder listener,
      Iterable<FilterChainInputs> chains,
      ListenerSettings settings,
      PolicyFilters policies) {
    for (FilterChainInputs chain : chains) {
      listener.addFilterChains(chain(chain, settings, policies));
    }
  }

  static FilterChain.Builder chain(
      FilterChainInputs inputs, ListenerSettings settings, PolicyFilters policies) {
    FilterChain.Builder chain = FilterChain.newBuilder().setName(inputs.name());
    ChainMatchConfigurer.configure(chain, inputs.match());
    inputs
        .tls()
        .ifPresent(
            tls -> {
              DownstreamTlsConfigurer.configure(chain, tls);
              ShownCertificateConfigurer.configure(chain, tls);
            });
    inputs.config().ifPresent(object -> chain.setMetadata(Protos.configMetadata(object.path())));
    ConnectionLimitConfigurer.configure(chain, settings);
    if (inputs.filters() instanceof ChainFilters.Tcp tcp && !tcp.isBlackHole()) {
      chain.addAllFilters(policies.authorization().tcp());
      if (tcp.announced()) {
        chain.addFilters(AnnouncedBytesConfigurer.FILTER);
      }
    }
    return chain.addFilters(filter(inputs.filters(), settings, policies));
  }

  private static Filter filter(
      ChainFilters filters, ListenerSettings settings, PolicyFilters policies) {
    return switch (filters) {
      case ChainFilters.Http http ->
          Filter.newBuilder()
              .setName("envoy.filters.network.http_connection_manager")
              .setTypedConfig(
                  Protos.any(HttpConnectionManagerConfigurer.of(http, settings, policies)))
              .build();
      case ChainFilters.Tcp tcp ->
          Filter.newBuilder()
              .setName("envoy.filters.network.tcp_proxy")
              .setTypedConfig(Protos.any(TcpProxyConfigurer.of(tcp, settings)))
              .build();
    };
  }
}
