package io.meltemi.istiod.door;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.meltemi.ca.SpiffeId;
import io.meltemi.ca.authenticate.Authenticator;
import io.meltemi.ca.authenticate.CallCredentials;
import io.meltemi.ca.authenticate.Verdict;
import io.meltemi.ca.service.CallCredentialsInterceptor;
import io.meltemi.ca.service.SparseLog;
import io.meltemi.istiod.xds.StreamGuard;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Lets in who can prove who it is: by a token or a client certificate, once for the stream. Stands
 * behind a {@link CallCredentialsInterceptor}.
 */
public final class CallerGuard implements StreamGuard {

  private static final SparseLog log = new SparseLog(LoggerFactory.getLogger(CallerGuard.class));

  private final Authenticator authenticator;
  private final Executor executor;
  private final Runnable onRefusal;

  /**
   * @param executor bounded; may be kept waiting, as some proofs are verified elsewhere
   * @param onRefusal counts
   */
  public CallerGuard(Authenticator authenticator, Executor executor, Runnable onRefusal) {
    this.authenticator = authenticator;
    this.executor = executor;
    this.onRefusal = onRefusal;
  }

  @Override
  public void examine(ServerCall<?, ?> call, Metadata headers, Consumer<Ruling> ruling) {
    CallCredentials shown = CallCredentialsInterceptor.CREDENTIALS.get();
    try {
      executor.execute(() -> ruling.accept(rule(shown)));
    } catch (RejectedExecutionException _) {
      ruling.accept(
          new Ruling.Refused(Status.UNAVAILABLE.withDescription("too many callers at once")));
    }
  }

  private Ruling rule(@Nullable CallCredentials shown) {
    Verdict verdict = shown == null ? new Verdict.Absent() : authenticator.authenticate(shown);
    return switch (verdict) {
      case Verdict.Verified(SpiffeId identity, _) -> new Ruling.Admitted(Optional.of(identity));
      case Verdict.Refused(String reason) -> {
        log.info("No stream for {}: {}", shown == null ? "unknown" : shown.peer(), reason);
        yield refused(reason);
      }
      case Verdict.Absent() -> refused("no credential");
    };
  }

  private Ruling refused(String reason) {
    onRefusal.run();
    return new Ruling.Refused(Status.UNAUTHENTICATED.withDescription(reason));
  }
}
