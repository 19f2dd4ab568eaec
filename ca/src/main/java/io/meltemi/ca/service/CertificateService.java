package io.meltemi.ca.service;

import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
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
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * Signs the keys that callers bring, for the identity that they have proved and no other. Must
 * stand behind {@link CallCredentialsInterceptor}; without it, everybody is unauthenticated.
 *
 * <p>Nothing is done on the thread of the call. Callers are authenticated on a few threads of their
 * own, in turn by connection, because that may mean to wait for Kubernetes or for keys; then signed
 * for on at most half of the machine's cores, in turn by identity, so that a storm of requests
 * leaves the other half to the configuration streams.
 */
public final class CertificateService implements BindableService {
  private static final SparseLog log =
      new SparseLog(LoggerFactory.getLogger(CertificateService.class));

  /** They mostly wait for others. */
  private static final int EXAMINERS = 8;

  /**
   * A restart of a big mesh comes with some 10,000 requests at once, and they may all be of one
   * identity; a usual request has 600 bytes, the largest 16 kB.
   */
  private static final FairExecutor.Bounds BOUNDS =
      new FairExecutor.Bounds(32_768, 64 * 1024 * 1024);

  private final CertificateAuthority authority;
  private final Authenticator authenticator;
  private final IssuanceObserver observer;
  private final FairExecutor examiners = new FairExecutor("csr-examiner", EXAMINERS, BOUNDS);
  private final FairExecutor signers =
      new FairExecutor(
          "csr-signer", Math.max(1, Runtime.getRuntime().availableProcessors() / 2), BOUNDS);

  public CertificateService(
      CertificateAuthority authority, Authenticator authenticator, IssuanceObserver observer) {
    this.authority = authority;
    this.authenticator = authenticator;
    this.observer = observer;
  }

  @Override
  public ServerServiceDefinition bindService() {
    return ServerServiceDefinition.builder(IstioCertificateServiceGrpc.SERVICE_NAME)
        .addMethod(RequestMarshaller.METHOD, ServerCalls.asyncUnaryCall(this::createCertificate))
        .build();
  }

  private void createCertificate(
      Optional<IstioCertificateRequest> read, StreamObserver<IstioCertificateResponse> answer) {
    Exchange exchange =
        new Exchange((ServerCallStreamObserver<IstioCertificateResponse>) answer, observer);
    if (read.isEmpty()) {
      exchange.refuse(Status.INVALID_ARGUMENT, "not a certificate request", Outcome.CSR_REFUSED);
      return;
    }
    IstioCertificateRequest request = read.get();
    CallCredentials call = CallCredentialsInterceptor.CREDENTIALS.get();
    if (call == null) {
      exchange.refuse(Status.UNAUTHENTICATED, "no credential", Outcome.UNAUTHENTICATED);
      return;
    }
    long bytes = request.getSerializedSize() + (long) call.bearerToken().orElse("").length();
    queue(examiners, call.peer(), bytes, exchange, () -> examine(request, call, exchange));
  }

  private void examine(IstioCertificateRequest request, CallCredentials call, Exchange exchange) {
    switch (authenticator.authenticate(call)) {
      case Verdict.Verified(SpiffeId id, _) ->
          queue(
              signers,
              id,
              request.getSerializedSize(),
              exchange,
              () -> sign(request, id, exchange));
      case Verdict.Refused(String reason) -> {
        log.info("No certificate for {}: {}", call.peer(), reason);
        exchange.refuse(Status.UNAUTHENTICATED, reason, Outcome.UNAUTHENTICATED);
      }
      case Verdict.Absent() ->
          exchange.refuse(Status.UNAUTHENTICATED, "no credential", Outcome.UNAUTHENTICATED);
    }
  }

  private void sign(IstioCertificateRequest request, SpiffeId id, Exchange exchange) {
    try {
      Duration ttl = Duration.ofSeconds(request.getValidityDuration());
      exchange.answer(
          IstioCertificateResponse.newBuilder()
              .addAllCertChain(authority.sign(request.getCsr(), id, ttl))
              .build());
    } catch (CsrRefused e) {
      log.info("No certificate for {}: {}", id, String.valueOf(e.getMessage()));
      exchange.refuse(Status.INVALID_ARGUMENT, String.valueOf(e.getMessage()), Outcome.CSR_REFUSED);
    }
  }

  private static void queue(
      FairExecutor executor, Object who, long bytes, Exchange exchange, Runnable step) {
    if (!executor.offer(who, bytes, () -> exchange.run(step))) {
      exchange.refuse(
          Status.RESOURCE_EXHAUSTED, "too many requests are waiting", Outcome.OVERLOADED);
    }
  }
}
