package io.meltemi.istiod.door;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.grpc.ForwardingServerCall;
import io.grpc.ForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells a connection what becomes of one of its calls: that it has been granted, that it has ended,
 * and whether by the client's fault. A refused call sends trailers only; a granted one, headers
 * first.
 *
 * <p>Who ends a call before it was of use has failed, too: without a request, or a stream without
 * an answer to the first response. Otherwise to open and leave streams would cost nothing.
 */
final class WatchedCall<Q, R> extends ForwardingServerCall.SimpleForwardingServerCall<Q, R> {

  private static final ImmutableSet<Status.Code> FAULTS =
      Sets.immutableEnumSet(
          Status.Code.INVALID_ARGUMENT,
          Status.Code.UNAUTHENTICATED,
          Status.Code.PERMISSION_DENIED,
          Status.Code.DEADLINE_EXCEEDED);

  private final Guest guest;
  private final boolean isStream;
  private volatile int heard;
  private final AtomicBoolean over = new AtomicBoolean();

  WatchedCall(ServerCall<Q, R> call, Guest guest) {
    super(call);
    this.guest = guest;
    this.isStream = !call.getMethodDescriptor().getType().clientSendsOneMessage();
  }

  ServerCall.Listener<Q> start(Metadata headers, ServerCallHandler<Q, R> handler) {
    try {
      return listening(handler.startCall(this, headers));
    } catch (RuntimeException e) {
      ended(false);
      throw e;
    }
  }

  private ServerCall.Listener<Q> listening(ServerCall.Listener<Q> next) {
    return new ForwardingServerCallListener.SimpleForwardingServerCallListener<Q>(next) {
      @Override
      @SuppressWarnings("NonAtomicVolatileUpdate") // messages come one after the other
      public void onMessage(Q message) {
        heard++;
        super.onMessage(message);
      }

      @Override
      public void onCancel() {
        ended(wasOfNoUse());
        super.onCancel();
      }
    };
  }

  @Override
  public void sendHeaders(Metadata answer) {
    guest.welcome();
    super.sendHeaders(answer);
  }

  @Override
  public void close(Status status, Metadata trailers) {
    super.close(status, trailers);
    ended(isFault(status.getCode()));
  }

  private boolean isFault(Status.Code code) {
    return FAULTS.contains(code)
        || (code == Status.Code.OK && wasOfNoUse())
        // A stream that asks for too much or does not read; a certificate has too many before it.
        || (code == Status.Code.RESOURCE_EXHAUSTED && isStream);
  }

  private boolean wasOfNoUse() {
    return heard < (isStream ? 2 : 1);
  }

  private void ended(boolean byFault) {
    if (!over.getAndSet(true)) {
      guest.closes();
      if (byFault) {
        guest.failed();
      }
    }
  }
}
