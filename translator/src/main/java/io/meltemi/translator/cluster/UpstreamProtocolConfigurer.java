package io.meltemi.translator.cluster;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.KeepaliveSettings;
import io.envoyproxy.envoy.config.core.v3.UpstreamHttpProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.meltemi.translator.config.ConnectionPool;
import io.meltemi.translator.xds.Protos;
import java.time.Duration;
import java.util.Optional;

/** {@code typed_extension_protocol_options}: HttpProtocolOptions, unless all is default. */
final class UpstreamProtocolConfigurer {
  private static final String KEY = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

  /** KeepaliveSettings.timeout is required; what gRPC uses. */
  private static final Duration KEEPALIVE_TIMEOUT = Duration.ofSeconds(20);

  private UpstreamProtocolConfigurer() {}

  static void configure(UpstreamHttpSettings http, Cluster.Builder cluster) {
    if (http.isDefault()) {
      return;
    }
    HttpProtocolOptions.Builder options = HttpProtocolOptions.newBuilder();
    switch (http.protocol()) {
      case HTTP1 ->
          options.setExplicitHttpConfig(
              HttpProtocolOptions.ExplicitHttpConfig.newBuilder()
                  .setHttpProtocolOptions(Http1ProtocolOptions.getDefaultInstance()));
      case HTTP2 ->
          options.setExplicitHttpConfig(
              HttpProtocolOptions.ExplicitHttpConfig.newBuilder()
                  .setHttp2ProtocolOptions(http2(http)));
      case DOWNSTREAM ->
          options.setUseDownstreamProtocolConfig(
              HttpProtocolOptions.UseDownstreamHttpConfig.newBuilder()
                  .setHttpProtocolOptions(Http1ProtocolOptions.getDefaultInstance())
                  .setHttp2ProtocolOptions(http2(http)));
    }
    setCommon(http, options);
    if (http.autoSni()) {
      options.setUpstreamHttpProtocolOptions(
          UpstreamHttpProtocolOptions.newBuilder()
              .setAutoSni(true)
              .setAutoSanValidation(http.autoSanValidation()));
    }
    cluster.putTypedExtensionProtocolOptions(KEY, Protos.any(options.build()));
  }

  private static void setCommon(UpstreamHttpSettings http, HttpProtocolOptions.Builder options) {
    io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions.Builder common =
        io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions.newBuilder();
    http.idleTimeout().ifPresent(timeout -> common.setIdleTimeout(Protos.duration(timeout)));
    http.maxConnectionDuration()
        .ifPresent(duration -> common.setMaxConnectionDuration(Protos.duration(duration)));
    if (http.maxRequestsPerConnection() > 0) {
      common.setMaxRequestsPerConnection(Protos.uint32(http.maxRequestsPerConnection()));
    }
    if (common.hasIdleTimeout()
        || common.hasMaxConnectionDuration()
        || common.hasMaxRequestsPerConnection()) {
      options.setCommonHttpProtocolOptions(common);
    }
  }

  private static Http2ProtocolOptions http2(UpstreamHttpSettings http) {
    Http2ProtocolOptions.Builder http2 = Http2ProtocolOptions.newBuilder();
    if (http.maxConcurrentStreams() > 0) {
      http2.setMaxConcurrentStreams(Protos.uint32(http.maxConcurrentStreams()));
    }
    http.http2KeepAlive().ifPresent(pings -> http2.setConnectionKeepalive(keepalive(pings)));
    return http2.build();
  }

  private static KeepaliveSettings keepalive(ConnectionPool.ConnectionKeepalive pings) {
    KeepaliveSettings.Builder settings =
        KeepaliveSettings.newBuilder()
            .setTimeout(
                Protos.duration(atLeastAMillisecond(pings.timeout()).orElse(KEEPALIVE_TIMEOUT)));
    atLeastAMillisecond(pings.interval())
        .ifPresent(interval -> settings.setInterval(Protos.duration(interval)));
    return settings.build();
  }

  private static Optional<Duration> atLeastAMillisecond(Optional<Duration> duration) {
    return duration.filter(value -> value.compareTo(Duration.ofMillis(1)) >= 0);
  }
}
