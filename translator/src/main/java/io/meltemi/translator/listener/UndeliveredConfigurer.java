package io.meltemi.translator.listener;

import io.envoyproxy.envoy.config.accesslog.v3.AccessLogFilter;
import io.envoyproxy.envoy.config.accesslog.v3.AndFilter;
import io.envoyproxy.envoy.config.accesslog.v3.HeaderFilter;
import io.envoyproxy.envoy.config.accesslog.v3.OrFilter;
import io.envoyproxy.envoy.config.accesslog.v3.ResponseFlagFilter;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.LocalReplyConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.ResponseMapper;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.meltemi.translator.naming.MeshHeaders;

/**
 * Tells the client's proxy which requests may be tried elsewhere. An application that ends closes
 * its port some moments before its clients know; to them its proxy's 503 looks as one that the
 * application itself has said, after who knows what work.
 */
final class UndeliveredConfigurer {

  /** UF: no connection. */
  private static final AccessLogFilter NOT_CONNECTED = flag("UF");

  /**
   * UC: the connection was closed before an answer. What was sent on it may have been read, so only
   * methods that are safe (RFC 9110, 9.2.1) go again.
   */
  private static final AccessLogFilter CUT_OFF_AND_SAFE =
      both(flag("UC"), header(":method", "GET|HEAD|OPTIONS"));

  private static final AccessLogFilter MAY_GO_AGAIN =
      AccessLogFilter.newBuilder()
          .setOrFilter(OrFilter.newBuilder().addFilters(NOT_CONNECTED).addFilters(CUT_OFF_AND_SAFE))
          .build();

  /**
   * Who finds two applications gone, one after the other, is likely to find a third: many end at
   * once, and the client's proxy has yet to be told. That takes a moment, which is waited for.
   */
  private static final LocalReplyConfig REPLIES =
      LocalReplyConfig.newBuilder()
          .addMappers(mapper(both(MAY_GO_AGAIN, header("x-envoy-attempt-count", "[2-9]")), "1"))
          .addMappers(mapper(MAY_GO_AGAIN, "0"))
          .build();

  private UndeliveredConfigurer() {}

  static void configure(HttpConnectionManager.Builder http, ChainFilters.HttpSide side) {
    switch (side) {
      case SIDECAR_INBOUND -> http.setLocalReplyConfig(REPLIES);
      case SIDECAR_OUTBOUND, GATEWAY -> {}
    }
  }

  private static AccessLogFilter flag(String flag) {
    return AccessLogFilter.newBuilder()
        .setResponseFlagFilter(ResponseFlagFilter.newBuilder().addFlags(flag))
        .build();
  }

  private static AccessLogFilter header(String name, String regex) {
    return AccessLogFilter.newBuilder()
        .setHeaderFilter(
            HeaderFilter.newBuilder()
                .setHeader(
                    HeaderMatcher.newBuilder()
                        .setName(name)
                        .setStringMatch(
                            StringMatcher.newBuilder()
                                .setSafeRegex(RegexMatcher.newBuilder().setRegex(regex)))))
        .build();
  }

  private static AccessLogFilter both(AccessLogFilter one, AccessLogFilter other) {
    return AccessLogFilter.newBuilder()
        .setAndFilter(AndFilter.newBuilder().addFilters(one).addFilters(other))
        .build();
  }

  private static ResponseMapper mapper(AccessLogFilter filter, String seconds) {
    return ResponseMapper.newBuilder()
        .setFilter(filter)
        .addHeadersToAdd(
            HeaderValueOption.newBuilder()
                .setHeader(
                    HeaderValue.newBuilder().setKey(MeshHeaders.UNDELIVERED).setValue(seconds)))
        .build();
  }
}
