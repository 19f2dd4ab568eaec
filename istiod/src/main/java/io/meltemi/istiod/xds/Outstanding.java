package io.meltemi.istiod.xds;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The responses of one type that a proxy has not answered, oldest first. A proxy that never answers
 * makes it forget the oldest: its memory is bounded.
 */
final class Outstanding {

  private static final int MAX = 64;

  /**
   * @param atNanos when it was sent, by {@link System#nanoTime}
   */
  record Sent(Delivery delivery, Batch batch, long atNanos) {}

  private final Deque<Sent> unanswered = new ArrayDeque<>();
  private String lastNonce = "";

  void add(Sent sent) {
    if (unanswered.size() == MAX) {
      unanswered.remove();
    }
    unanswered.add(sent);
    lastNonce = sent.delivery().nonce();
  }

  boolean isEmpty() {
    return unanswered.isEmpty();
  }

  boolean hasSent() {
    return !lastNonce.isEmpty();
  }

  boolean isLast(String nonce) {
    return lastNonce.equals(nonce);
  }

  /** The response with this nonce, which is answered now, as are those before it. */
  Optional<Sent> settle(String nonce) {
    if (unanswered.stream().noneMatch(sent -> sent.delivery().nonce().equals(nonce))) {
      return Optional.empty();
    }
    Sent sent = unanswered.remove();
    while (!sent.delivery().nonce().equals(nonce)) {
      sent = unanswered.remove();
    }
    return Optional.of(sent);
  }

  /** When the youngest unanswered response, or one that adds names, was sent. */
  Optional<Long> youngest(boolean onlyAdding) {
    return unanswered.reversed().stream()
        .filter(sent -> sent.batch().adds() || !onlyAdding)
        .map(Sent::atNanos)
        .findFirst();
  }
}
