package io.meltemi.translator.listener;

import io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.PathWithEscapedSlashesAction;
import io.meltemi.translator.config.MeshProxyConfig.ConnectionSettings;
import io.meltemi.translator.xds.Protos;
import java.util.Optional;

/** Writes the timeouts and sizes that bound what a client may ask of the proxy. */
final class HttpLimitsConfigurer {

  /** The smallest window that Envoy accepts (RFC 9113, 6.9.2). */
  private static final int SMALLEST_WINDOW = 65_535;

  private HttpLimitsConfigurer() {}

  static void configure(HttpConnectionManager.Builder http, HttpSettings settings) {
    settings
        .limits()
        .ifPresent(
            limits -> {
              timeouts(http, limits);
              connections(http, limits);
              http2(http, limits);
              paths(http, limits);
            });
  }

  private static void timeouts(HttpConnectionManager.Builder http, ConnectionSettings limits) {
    limits.httpRequestTimeout().ifPresent(t -> http.setRequestTimeout(Protos.duration(t)));
    limits
        .httpRequestHeadersTimeout()
        .ifPresent(t -> http.setRequestHeadersTimeout(Protos.duration(t)));
    limits.httpStreamIdleTimeout().ifPresent(t -> http.setStreamIdleTimeout(Protos.duration(t)));
    limits.httpDrainTimeout().ifPresent(t -> http.setDrainTimeout(Protos.duration(t)));
  }

  private static void connections(HttpConnectionManager.Builder http, ConnectionSettings limits) {
    HttpProtocolOptions.Builder options = HttpProtocolOptions.newBuilder();
    limits.httpIdleTimeout().ifPresent(t -> options.setIdleTimeout(Protos.duration(t)));
    limits
        .httpMaxConnectionDuration()
        .ifPresent(t -> options.setMaxConnectionDuration(Protos.duration(t)));
    limits.httpMaxStreamDuration().ifPresent(t -> options.setMaxStreamDuration(Protos.duration(t)));
    options.setHeadersWithUnderscoresAction(
        switch (limits.httpHeadersWithUnderscoresAction()) {
          case HEADERS_WITH_UNDERSCORES_UNSPECIFIED, HEADERS_WITH_UNDERSCORES_ALLOW ->
              HttpProtocolOptions.HeadersWithUnderscoresAction.ALLOW;
          case HEADERS_WITH_UNDERSCORES_REJECT_REQUEST ->
              HttpProtocolOptions.HeadersWithUnderscoresAction.REJECT_REQUEST;
          case HEADERS_WITH_UNDERSCORES_DROP_HEADER ->
              HttpProtocolOptions.HeadersWithUnderscoresAction.DROP_HEADER;
        });
    if (!options.build().equals(HttpProtocolOptions.getDefaultInstance())) {
      http.setCommonHttpProtocolOptions(options);
    }
  }

  private static void http2(HttpConnectionManager.Builder http, ConnectionSettings limits) {
    limits
        .httpMaxConcurrentStreams()
        .filter(streams -> streams > 0)
        .ifPresent(
            streams ->
                http.getHttp2ProtocolOptionsBuilder()
                    .setMaxConcurrentStreams(Protos.uint32(streams)));
    window(limits.http2InitialStreamWindowSize())
        .ifPresent(
            bytes ->
                http.getHttp2ProtocolOptionsBuilder()
                    .setInitialStreamWindowSize(Protos.uint32(bytes)));
    window(limits.http2InitialConnectionWindowSize())
        .ifPresent(
            bytes ->
                http.getHttp2ProtocolOptionsBuilder()
                    .setInitialConnectionWindowSize(Protos.uint32(bytes)));
  }

  private static Optional<Integer> window(Optional<Integer> bytes) {
    return bytes.map(size -> Math.max(size, SMALLEST_WINDOW));
  }

  /** What is said here wins over the mesh's path normalisation, which is written before. */
  private static void paths(HttpConnectionManager.Builder http, ConnectionSettings limits) {
    limits.httpMergeSlashes().ifPresent(http::setMergeSlashes);
    switch (limits.httpPathWithEscapedSlashesAction()) {
      case PATH_WITH_ESCAPED_SLASHES_UNSPECIFIED -> {}
      case KEEP_UNCHANGED ->
          http.setPathWithEscapedSlashesAction(PathWithEscapedSlashesAction.KEEP_UNCHANGED);
      case REJECT_REQUEST ->
          http.setPathWithEscapedSlashesAction(PathWithEscapedSlashesAction.REJECT_REQUEST);
      case UNESCAPE_AND_REDIRECT ->
          http.setPathWithEscapedSlashesAction(PathWithEscapedSlashesAction.UNESCAPE_AND_REDIRECT);
      case UNESCAPE_AND_FORWARD ->
          http.setPathWithEscapedSlashesAction(PathWithEscapedSlashesAction.UNESCAPE_AND_FORWARD);
    }
  }
}
