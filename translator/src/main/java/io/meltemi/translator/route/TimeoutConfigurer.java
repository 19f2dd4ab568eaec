package io.meltemi.translator.route;

import com.google.protobuf.Duration;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.meltemi.translator.xds.Protos;
import java.util.Optional;

/**
 * Writes how long a request may take. Istio's default is for ever, Envoy's 15 s, so it is always
 * written. A gRPC client may ask for less by {@code grpc-timeout}, which Envoy heeds only where it
 * is told up to what.
 *
 * <p>Once a route has {@code max_stream_duration}, Envoy no longer looks at its {@code timeout}. So
 * that form is for routes without one; a route with a timeout is written as Istio writes it, with
 * the older {@code max_grpc_timeout}, about which Envoy logs a deprecation.
 */
final class TimeoutConfigurer {

  private static final Duration NONE = Duration.getDefaultInstance();

  private TimeoutConfigurer() {}

  static void configure(
      RouteAction.Builder action, Optional<java.time.Duration> timeout, Findings findings) {
    Duration limit = NONE;
    if (timeout.isPresent()) {
      if (Durations.isUsable(timeout.get())) {
        limit = Protos.duration(timeout.get());
      } else {
        findings.invalid("is not a duration that Envoy takes; the route has no timeout");
      }
    }
    configure(action, limit);
  }

  static void configureNone(RouteAction.Builder action) {
    configure(action, NONE);
  }

  @SuppressWarnings("deprecation") // max_grpc_timeout: see above
  private static void configure(RouteAction.Builder action, Duration limit) {
    action.setTimeout(limit);
    if (limit.equals(NONE)) {
      action.setMaxStreamDuration(
          RouteAction.MaxStreamDuration.newBuilder().setGrpcTimeoutHeaderMax(NONE));
    } else {
      action.setMaxGrpcTimeout(limit);
    }
  }
}
