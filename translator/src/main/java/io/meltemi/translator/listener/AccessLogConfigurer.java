package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLog;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLogFilter;
import io.envoyproxy.envoy.config.accesslog.v3.ResponseFlagFilter;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.SubstitutionFormatString;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.access_loggers.file.v3.FileAccessLog;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.meltemi.translator.xds.Protos;

/** Writes the {@code access_log} of listeners, HTTP connection managers and TCP proxies. */
final class AccessLogConfigurer {

  /** Envoy's flag for "no route": at a listener, a connection that matched no filter chain. */
  private static final AccessLogFilter NO_FILTER_CHAIN =
      AccessLogFilter.newBuilder()
          .setResponseFlagFilter(ResponseFlagFilter.newBuilder().addFlags("NR"))
          .build();

  private AccessLogConfigurer() {}

  static void configure(HttpConnectionManager.Builder http, AccessLogSettings settings) {
    http.addAllAccessLog(logs(settings));
  }

  static void configure(TcpProxy.Builder tcp, AccessLogSettings settings) {
    tcp.addAllAccessLog(logs(settings));
  }

  /** What matches no filter chain would otherwise vanish without a trace. */
  static void configure(Listener.Builder listener, AccessLogSettings settings) {
    if (settings.listener()) {
      logs(settings)
          .forEach(log -> listener.addAccessLog(log.toBuilder().setFilter(NO_FILTER_CHAIN)));
    }
  }

  private static ImmutableList<AccessLog> logs(AccessLogSettings settings) {
    if (!settings.isEnabled()) {
      return ImmutableList.of();
    }
    return ImmutableList.of(
        AccessLog.newBuilder()
            .setName("envoy.access_loggers.file")
            .setTypedConfig(
                Protos.any(
                    FileAccessLog.newBuilder()
                        .setPath(settings.path())
                        .setLogFormat(format(settings.format()))
                        .build()))
            .build());
  }

  private static SubstitutionFormatString format(AccessLogSettings.Format format) {
    return switch (format) {
      case AccessLogSettings.Format.Text(String line) ->
          SubstitutionFormatString.newBuilder()
              .setTextFormatSource(DataSource.newBuilder().setInlineString(line))
              .build();
      case AccessLogSettings.Format.Json(var fields) ->
          SubstitutionFormatString.newBuilder().setJsonFormat(fields).build();
    };
  }
}
