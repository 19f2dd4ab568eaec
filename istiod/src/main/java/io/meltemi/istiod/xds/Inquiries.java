package io.meltemi.istiod.xds;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.Any;
import io.grpc.Status;
import io.meltemi.ca.SpiffeId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What is asked over ADS and answered once: Istio's tools look at a control plane that way. Who
 * asks is no proxy, subscribes to nothing and ACKs nothing.
 */
public interface Inquiries {

  /** Nothing is asked. */
  Inquiries NONE =
      new Inquiries() {
        @Override
        public boolean cover(String typeUrl) {
          return false;
        }

        @Override
        public void ask(Question question, Consumer<Reply> reply) {
          reply.accept(new Reply.Refused(Status.UNIMPLEMENTED));
        }
      };

  /**
   * One request.
   *
   * @param names the resources that are asked for
   * @param caller verified; empty where nobody is asked who they are
   */
  record Question(String typeUrl, List<String> names, Optional<SpiffeId> caller) {}

  /** What comes back. */
  sealed interface Reply {

    record Found(ImmutableList<Named> resources) implements Reply {}

    /** Ends the stream. */
    record Refused(Status status) implements Reply {}
  }

  /** A resource; its name is told in delta only. */
  record Named(String name, Any resource) {}

  /** Whether this type is one of those. */
  boolean cover(String typeUrl);

  /**
   * Calls {@code reply} exactly once, on whichever thread. Called on a network thread: what takes
   * time belongs on another one.
   */
  void ask(Question question, Consumer<Reply> reply);
}
