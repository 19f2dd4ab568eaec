package io.meltemi.ca.service;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.meltemi.ca.service.IssuanceObserver.Outcome;
import io.meltemi.ca.service.wire.IstioCertificateResponse;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request that is answered once: with certificates, or with an error that gives nothing away.
 */
final class Exchange {
  private static final Logger log = LoggerFactory.getLogger(Exchange.class);

  private final ServerCallStreamObserver<IstioCertificateResponse> answer;
  private final IssuanceObserver observer;
  private final long start = System.nanoTime();

  Exchange(ServerCallStreamObserver<IstioCertificateResponse> answer, IssuanceObserver observer) {
    this.answer = answer;
    this.observer = observer;
    // With a handler, an answer to a caller who is gone goes nowhere instead of throwing.
    answer.setOnCancelHandler(() -> {});
  }

  /** Runs a step, unless the caller is gone; a step that fails is answered for. */
  void run(Runnable step) {
    if (answer.isCancelled()) {
      observer.requested(Outcome.CANCELLED, took());
      return;
    }
    try {
      step.run();
    } catch (RuntimeException e) {
      // Whatever it is, it is ours, and no business of the caller's.
      log.error("A certificate could not be signed", e);
      refuse(Status.INTERNAL, "the certificate could not be signed", Outcome.FAILED);
    }
  }

  void answer(IstioCertificateResponse response) {
    observer.requested(Outcome.ISSUED, took());
    answer.onNext(response);
    answer.onCompleted();
  }

  void refuse(Status status, String reason, Outcome outcome) {
    observer.requested(outcome, took());
    answer.onError(status.withDescription(reason).asRuntimeException());
  }

  private Duration took() {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
