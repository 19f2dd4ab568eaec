package io.meltemi.ca.service;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.meltemi.ca.SpiffeId;
import io.meltemi.ca.authenticate.Authenticator;
import io.meltemi.ca.authenticate.CallCredentials;
import io.meltemi.ca.authenticate.Verdict;
import io.meltemi.ca.authority.CertificateAuthority;
import io.meltemi.ca.service.IssuanceObserver.Outcome;
import io.meltemi.ca.service.wire.IstioCertificateRequest;
import io.meltemi.ca.service.wire.IstioCertificateResponse;
import io.meltemi.ca.service.wire.IstioCertificateServiceGrpc;
import io.meltemi.ca.x509.CsrRefused;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs the keys that callers bring, for the identity that they have proved and no other. Must
 * stand behind {@link CallCredentialsInterceptor}; without it, everybody is unauthenticated.
 */
public final class CertificateService
    extends IstioCertificateServiceGrpc.IstioCertificateServiceImplBase {
  private static final Logger log = LoggerFactory.getLogger(CertificateService.class);

  private final CertificateAuthority authority;
  private final Authenticator authenticator;
  private final IssuanceObserver observer;

  public CertificateService(
      CertificateAuthority authority, Authenticator authenticator, IssuanceObserver observer) {
    this.authority = authority;
    this.authenticator = authenticator;
    this.observer = observer;
  }

  @Override
  public void createCertificate(
      IstioCertificateRequest request, StreamObserver<IstioCertificateResponse> answer) {
    long start = System.nanoTime();
    CallCredentials call = CallCredentialsInterceptor.CREDENTIALS.get();
    Verdict verdict =
        call == null ? new Verdict.Refused("no credential") : authenticator.authenticate(call);
    switch (verdict) {
      case Verdict.Verified(SpiffeId id, _) -> sign(request, id, answer, start);
      case Verdict.Refused(String reason) -> {
        log.info("No certificate for {}: {}", call == null ? "unknown" : call.peer(), reason);
        finish(
            answer, Status.UNAUTHENTICATED.withDescription(reason), Outcome.UNAUTHENTICATED, start);
      }
      case Verdict.Absent() ->
          finish(
              answer,
              Status.UNAUTHENTICATED.withDescription("no credential"),
              Outcome.UNAUTHENTICATED,
              start);
    }
  }

  private void sign(
      IstioCertificateRequest request,
      SpiffeId id,
      StreamObserver<IstioCertificateResponse> answer,
      long start) {
    try {
      IstioCertificateResponse response =
          IstioCertificateResponse.newBuilder()
              .addAllCertChain(
                  authority.sign(
                      request.getCsr(), id, Duration.ofSeconds(request.getValidityDuration())))
              .build();
      observer.requested(Outcome.ISSUED, since(start));
      answer.onNext(response);
      answer.onCompleted();
    } catch (CsrRefused e) {
      log.info("No certificate for {}: {}", id, e.getMessage());
      finish(
          answer,
          Status.INVALID_ARGUMENT.withDescription(e.getMessage()),
          Outcome.CSR_REFUSED,
          start);
    } catch (RuntimeException e) {
      // Whatever it is, it is ours, and no business of the caller's.
      log.error("A certificate for {} could not be signed", id, e);
      finish(
          answer,
          Status.INTERNAL.withDescription("the certificate could not be signed"),
          Outcome.FAILED,
          start);
    }
  }

  private void finish(
      StreamObserver<IstioCertificateResponse> answer, Status status, Outcome outcome, long start) {
    observer.requested(outcome, since(start));
    answer.onError(status.asRuntimeException());
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
