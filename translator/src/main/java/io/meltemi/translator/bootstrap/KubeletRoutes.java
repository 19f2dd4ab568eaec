package io.meltemi.translator.bootstrap;

import com.google.protobuf.Any;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.extensions.filters.common.fault.v3.FaultDelay;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.HTTPFault;
import io.envoyproxy.envoy.extensions.filters.http.lua.v3.LuaPerRoute;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.envoyproxy.envoy.type.v3.FractionalPercent;
import io.meltemi.translator.bootstrap.KubeletPages.AppMetrics;
import io.meltemi.translator.bootstrap.KubeletPages.DrainPage;
import io.meltemi.translator.bootstrap.KubeletPages.ProbePage;
import io.meltemi.translator.xds.Protos;
import java.time.Duration;
import java.util.Optional;

/**
 * The routes of {@link KubeletListener}. Every one is for one path and GET: whoever reaches the
 * port reaches no more of an application than what its probes ask.
 */
final class KubeletRoutes {

  static final String APP_METRICS = "app-metrics";

  private static final String METRICS_PAGE = "/stats/prometheus";
  private static final String LUA = "envoy.filters.http.lua";
  private static final String FAULT = "envoy.filters.http.fault";

  private KubeletRoutes() {}

  /** {@code probe|/app-health/web/readyz}. */
  static String cluster(ProbePage page) {
    return "probe|" + page.path();
  }

  /** Empty for what {@link KubeletListener} answers by a filter. */
  static Optional<Route> probe(ProbePage page) {
    return switch (page.target()) {
      case ProbeTarget.Tcp _, ProbeTarget.Grpc _ -> Optional.empty();
      case ProbeTarget.Http http ->
          Optional.of(
              Route.newBuilder()
                  .setMatch(get(page.path()))
                  .setRoute(
                      RouteAction.newBuilder()
                          .setCluster(cluster(page))
                          .setPrefixRewrite(http.path())
                          .setTimeout(Protos.duration(http.timeout())))
                  // A kubelet would follow it on this port, where the page is not. An answer of
                  // 3xx without it is a success to a kubelet.
                  .addResponseHeadersToRemove("location")
                  .build());
    };
  }

  static Route metrics(Optional<AppMetrics> app, Statistics.Compression compression) {
    Route.Builder route =
        Route.newBuilder()
            .setMatch(get(METRICS_PAGE))
            .setRoute(
                RouteAction.newBuilder()
                    .setCluster(StatusListener.ADMIN_CLUSTER)
                    .setTimeout(Protos.duration(Duration.ofSeconds(15))));
    if (compression != Statistics.Compression.NONE) {
      route.putTypedPerFilterConfig(StatsCompression.FILTER, StatsCompression.ON);
    }
    app.ifPresent(
        it ->
            route
                .putTypedPerFilterConfig(LUA, lua(LuaScripts.MERGE))
                .setMetadata(
                    metadata(
                        "app",
                        Value.newBuilder()
                            .setStructValue(
                                Struct.newBuilder()
                                    .putFields("cluster", text(APP_METRICS))
                                    .putFields("path", text(it.path()))
                                    .putFields("authority", text(it.host() + ":" + it.port())))
                            .build())));
    return route.build();
  }

  static Route drain(DrainPage drain) {
    String page =
        "/drain_listeners?" + (drain.inboundOnly() ? "inboundonly&" : "") + "graceful&skip_exit";
    Route.Builder route =
        Route.newBuilder()
            .setMatch(get(drain.path()).addHeaders(header(DrainPage.KEY_HEADER, drain.key())))
            .setDirectResponse(DirectResponseAction.newBuilder().setStatus(200))
            .putTypedPerFilterConfig(LUA, lua(LuaScripts.DRAIN))
            .setMetadata(metadata("page", text(page)));
    if (!drain.hold().isZero()) {
      route.putTypedPerFilterConfig(FAULT, delay(drain.hold()));
    }
    return route.build();
  }

  static HeaderMatcher path(String path) {
    return header(":path", path).build();
  }

  private static RouteMatch.Builder get(String path) {
    return RouteMatch.newBuilder().setPath(path).addHeaders(header(":method", "GET"));
  }

  private static HeaderMatcher.Builder header(String name, String value) {
    return HeaderMatcher.newBuilder()
        .setName(name)
        .setStringMatch(StringMatcher.newBuilder().setExact(value));
  }

  private static Any lua(String script) {
    return Any.pack(
        LuaPerRoute.newBuilder()
            .setSourceCode(DataSource.newBuilder().setInlineString(script))
            .build());
  }

  private static Any delay(Duration hold) {
    return Any.pack(
        HTTPFault.newBuilder()
            .setDelay(
                FaultDelay.newBuilder()
                    .setFixedDelay(Protos.duration(hold))
                    .setPercentage(FractionalPercent.newBuilder().setNumerator(100)))
            .build());
  }

  private static Metadata metadata(String field, Value value) {
    return Metadata.newBuilder()
        .putFilterMetadata(LuaScripts.METADATA, Struct.newBuilder().putFields(field, value).build())
        .build();
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }
}
