package io.meltemi.translator.route;

import com.google.common.base.Enums;
import com.google.common.primitives.Ints;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.extensions.filters.common.fault.v3.FaultDelay;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.FaultAbort;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.HTTPFault;
import io.meltemi.translator.config.HttpRoute;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.xds.Protos;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Writes delays and aborts, as the route's configuration of the filter that makes them. */
final class FaultConfigurer {

  static final String FILTER = "envoy.filters.http.fault";

  private FaultConfigurer() {}

  static void configure(Route.Builder route, HttpRoute.Fault fault, Findings findings) {
    HTTPFault.Builder filter = HTTPFault.newBuilder();
    fault.delay().flatMap(delay -> delay(delay, findings.at("delay"))).ifPresent(filter::setDelay);
    fault.abort().flatMap(abort -> abort(abort, findings.at("abort"))).ifPresent(filter::setAbort);
    if (filter.hasDelay() || filter.hasAbort()) {
      route.putTypedPerFilterConfig(FILTER, Protos.any(filter.build()));
    }
  }

  private static Optional<FaultDelay> delay(HttpRoute.Delay delay, Findings findings) {
    if (delay.exponentialDelay().isPresent()) {
      findings
          .at("exponentialDelay")
          .add(DiagnosticCode.UNSUPPORTED, "Envoy has no exponential delay; use fixedDelay");
    }
    Optional<Duration> fixed = delay.fixedDelay();
    if (fixed.isEmpty()) {
      return Optional.empty();
    }
    if (!Durations.isPositive(fixed.get())) {
      findings.at("fixedDelay").invalid("must be longer than zero; nothing is delayed");
      return Optional.empty();
    }
    return Optional.of(
        FaultDelay.newBuilder()
            .setFixedDelay(Protos.duration(fixed.get()))
            .setPercentage(
                delay
                    .percentage()
                    .map(Percentages::fractional)
                    .orElseGet(() -> Percentages.whole(delay.percent())))
            .build());
  }

  private static Optional<FaultAbort> abort(HttpRoute.Abort abort, Findings findings) {
    if (abort.error().isEmpty()) {
      findings.add(
          DiagnosticCode.MISSING_FIELD, "needs httpStatus or grpcStatus; nothing is aborted");
      return Optional.empty();
    }
    FaultAbort.Builder filter = FaultAbort.newBuilder();
    abort.percentage().map(Percentages::fractional).ifPresent(filter::setPercentage);
    return switch (abort.error().get()) {
      case HttpRoute.AbortError.HttpStatus http -> {
        if (http.status() < 200 || http.status() > 599) {
          findings.at("httpStatus").invalid("must be from 200 to 599; nothing is aborted");
          yield Optional.empty();
        }
        yield Optional.of(filter.setHttpStatus(http.status()).build());
      }
      case HttpRoute.AbortError.GrpcStatus grpc -> {
        Optional<Integer> code = grpcCode(grpc.status());
        if (code.isEmpty()) {
          findings.at("grpcStatus").invalid("is not a gRPC status; nothing is aborted");
        }
        yield code.map(number -> filter.setGrpcStatus(number).build());
      }
      case HttpRoute.AbortError.Http2Error _ -> {
        findings
            .at("http2Error")
            .add(DiagnosticCode.UNSUPPORTED, "has no effect; use httpStatus or grpcStatus");
        yield Optional.empty();
      }
    };
  }

  private static Optional<Integer> grpcCode(String status) {
    Integer number = Ints.tryParse(status);
    if (number != null) {
      return Optional.of(number).filter(code -> code >= 0 && code < GrpcCode.values().length);
    }
    return Enums.getIfPresent(GrpcCode.class, status.toUpperCase(Locale.ROOT))
        .toJavaUtil()
        .map(GrpcCode::ordinal);
  }

  /** gRPC's status codes in the order of their numbers. */
  private enum GrpcCode {
    OK,
    CANCELLED,
    UNKNOWN,
    INVALID_ARGUMENT,
    DEADLINE_EXCEEDED,
    NOT_FOUND,
    ALREADY_EXISTS,
    PERMISSION_DENIED,
    RESOURCE_EXHAUSTED,
    FAILED_PRECONDITION,
    ABORTED,
    OUT_OF_RANGE,
    UNIMPLEMENTED,
    INTERNAL,
    UNAVAILABLE,
    DATA_LOSS,
    UNAUTHENTICATED
  }
}
