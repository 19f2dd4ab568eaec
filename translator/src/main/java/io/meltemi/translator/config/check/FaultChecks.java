package io.meltemi.translator.config.check;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Ints;
import io.meltemi.translator.config.HttpRoute;

/** Checks injected faults. */
final class FaultChecks {

  /** gRPC's codes by name, in the order of their numbers. */
  private static final ImmutableSet<String> GRPC_CODES =
      ImmutableSet.of(
          "OK",
          "CANCELLED",
          "UNKNOWN",
          "INVALID_ARGUMENT",
          "DEADLINE_EXCEEDED",
          "NOT_FOUND",
          "ALREADY_EXISTS",
          "PERMISSION_DENIED",
          "RESOURCE_EXHAUSTED",
          "FAILED_PRECONDITION",
          "ABORTED",
          "OUT_OF_RANGE",
          "UNIMPLEMENTED",
          "INTERNAL",
          "UNAVAILABLE",
          "DATA_LOSS",
          "UNAUTHENTICATED");

  private FaultChecks() {}

  static void check(Findings at, HttpRoute.Fault fault) {
    if (fault.delay().isEmpty() && fault.abort().isEmpty()) {
      at.missing("says nothing; add delay or abort");
    }
    at.present("delay", fault.delay(), FaultChecks::delay);
    at.present("abort", fault.abort(), FaultChecks::abort);
  }

  private static void delay(Findings at, HttpRoute.Delay delay) {
    NumberChecks.percent(at.at("percent"), delay.percent());
    at.present("percentage", delay.percentage(), NumberChecks::percent);
    NumberChecks.duration(at, "fixedDelay", delay.fixedDelay());
    if (delay.exponentialDelay().isPresent()) {
      at.at("exponentialDelay").invalid("is not supported, in Istio neither; use fixedDelay");
    } else if (delay.fixedDelay().isEmpty()) {
      at.at("fixedDelay").missing("is required");
    }
  }

  private static void abort(Findings at, HttpRoute.Abort abort) {
    at.present("percentage", abort.percentage(), NumberChecks::percent);
    if (abort.error().isEmpty()) {
      at.missing("says nothing; add httpStatus or grpcStatus");
      return;
    }
    switch (abort.error().get()) {
      case HttpRoute.AbortError.HttpStatus(int status) ->
          NumberChecks.range(at.at("httpStatus"), status, 200, 599);
      case HttpRoute.AbortError.GrpcStatus(String status) -> {
        Integer number = Ints.tryParse(status);
        boolean known =
            number == null
                ? GRPC_CODES.contains(Ascii.toUpperCase(status))
                : number >= 0 && number < GRPC_CODES.size();
        if (!known) {
          at.at("grpcStatus")
              .invalid("takes a gRPC status such as UNAVAILABLE, not \"" + status + "\"");
        }
      }
      case HttpRoute.AbortError.Http2Error _ ->
          at.at("http2Error").invalid("is not supported, in Istio neither; use httpStatus");
    }
  }
}
