package io.meltemi.translator.listener;

import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.SubstitutionFormatString;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.extensions.filters.common.set_filter_state.v3.FilterStateValue;
import io.envoyproxy.envoy.extensions.filters.network.set_filter_state.v3.Config;
import io.meltemi.translator.tls.Alpn;
import io.meltemi.translator.xds.Protos;

/**
 * The filter by which connections offer other application protocols than their cluster does. A
 * cluster whose port's protocol is detected says that HTTP is inside, for that is what requests
 * need; connections that are no requests say that it is bytes.
 */
final class AnnouncedBytesConfigurer {

  /** What Envoy looks for when it opens a connection upstream. */
  private static final String APPLICATION_PROTOCOLS = "envoy.network.application_protocols";

  static final Filter FILTER =
      Filter.newBuilder()
          .setName("envoy.filters.network.set_filter_state")
          .setTypedConfig(
              Protos.any(
                  Config.newBuilder()
                      .addOnNewConnection(
                          FilterStateValue.newBuilder()
                              .setObjectKey(APPLICATION_PROTOCOLS)
                              .setFormatString(
                                  SubstitutionFormatString.newBuilder()
                                      .setTextFormatSource(
                                          DataSource.newBuilder()
                                              .setInlineString(String.join(",", Alpn.OFFER_TCP)))))
                      .build()))
          .build();

  private AnnouncedBytesConfigurer() {}
}
