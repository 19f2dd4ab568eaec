package io.meltemi.translator.destination;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.model.Locality;
import io.meltemi.translator.model.MeshEndpoint;
import java.util.Optional;

/**
 * Which endpoints a client prefers for where they are, already narrowed to that client: two clients
 * for whom it comes to the same have equal policies.
 */
public sealed interface LocalityPolicy {

  /** All endpoints alike, wherever they are. The client's place does not matter. */
  enum None implements LocalityPolicy {
    INSTANCE
  }

  /**
   * The nearest first, the next when they fail.
   *
   * @param client where the client is
   * @param successor the region that takes over from the client's own; without one, all others
   *     alike
   */
  record Failover(Locality client, Optional<String> successor) implements LocalityPolicy {}

  /**
   * Those that share most labels with the client first; labels count from the left.
   *
   * @param within who comes first among those that share equally many
   */
  record LabelPriority(ImmutableList<Clause> clauses, Optional<Failover> within)
      implements LocalityPolicy {}

  /**
   * Fixed shares.
   *
   * @param shares locality pattern → percent; localities that none matches get nothing. Empty when
   *     no rule is for this client: localities then count by their endpoints
   */
  record Distribute(ImmutableSortedMap<String, Integer> shares) implements LocalityPolicy {}

  /** A label as the client has it; the empty value also matches an endpoint without the label. */
  record Clause(String label, String value) {
    boolean matches(MeshEndpoint endpoint) {
      return value.equals(TopologyLabel.value(label, endpoint));
    }
  }
}
