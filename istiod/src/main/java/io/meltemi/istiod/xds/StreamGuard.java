package io.meltemi.istiod.xds;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.meltemi.ca.SpiffeId;
import java.util.Optional;
import java.util.function.Consumer;

/** Says who is at the other end of a stream, before anything is read from it. */
@FunctionalInterface
public interface StreamGuard {

  /** What a guard says. */
  sealed interface Ruling {

    /**
     * May come in.
     *
     * @param caller verified; empty where nobody is asked who they are
     */
    record Admitted(Optional<SpiffeId> caller) implements Ruling {}

    record Refused(Status status) implements Ruling {}
  }

  /** Everybody may come in, and nobody is known. */
  StreamGuard OPEN = (_, _, ruling) -> ruling.accept(new Ruling.Admitted(Optional.empty()));

  /**
   * Calls {@code ruling} exactly once, on whichever thread. Called on a network thread: what takes
   * time belongs on another one.
   */
  void examine(ServerCall<?, ?> call, Metadata headers, Consumer<Ruling> ruling);
}
