package io.meltemi.ca.authority;

import java.time.Instant;
import java.util.Optional;

/**
 * A change of the root that is under way, as it is kept over restarts: both roots are published;
 * when every connected proxy has taken both, the new one signs; when all that the old one signed
 * has ended, it is retired.
 *
 * @param outgoing the old root's name
 * @param incoming the new root's name
 * @param since when this stage began
 * @param retireAt when the last certificate of the old root ends, as far as is known
 * @param paused nothing moves until it is resumed
 */
public record Rotation(
    Stage stage,
    String outgoing,
    String incoming,
    Instant since,
    Optional<Instant> retireAt,
    boolean paused) {

  /** Between two steps; there is no way back. */
  public enum Stage {
    /** Both are trusted, the old one signs. */
    AWAIT_ACKS,
    /** Both are trusted, the new one signs. */
    AWAIT_OLD_CERTIFICATES
  }

  /**
   * What is under way by the word of an index, which is kept as {@code roots} beside the roots.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Optional<Rotation> in(String index) {
    return RootIndex.parse(index).rotation();
  }

  static Rotation begin(OwnRoot outgoing, OwnRoot incoming, Instant now) {
    return new Rotation(
        Stage.AWAIT_ACKS, outgoing.name(), incoming.name(), now, Optional.empty(), false);
  }

  Rotation signingWithNew(Instant now, Instant end) {
    return new Rotation(
        Stage.AWAIT_OLD_CERTIFICATES, outgoing, incoming, now, Optional.of(end), paused);
  }

  Rotation retiringAt(Instant end) {
    return new Rotation(stage, outgoing, incoming, since, Optional.of(end), paused);
  }

  Rotation paused(boolean now) {
    return new Rotation(stage, outgoing, incoming, since, retireAt, now);
  }
}
