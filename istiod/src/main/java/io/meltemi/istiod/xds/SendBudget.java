package io.meltemi.istiod.xds;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Bounds the bytes of large responses that wait in the transport, over all streams together: when a
 * thousand proxies come back at once, they are served in the order in which they asked, and memory
 * holds a few of their answers, not all.
 *
 * <p>A stream holds its share from when it writes a large response until the transport has taken
 * it, but not for long: a slow reader must not hold up the others. One that has still not taken it
 * after a minute is told that it is stuck; sooner, the first of them first, if what such streams
 * hold together comes to a multiple of the bound.
 *
 * <p>Calls a stream on the timer's thread and never with its own lock held.
 */
final class SendBudget {

  /** What a stream is to the budget. */
  interface Taker {

    /** Its turn has come: the next {@link #take} succeeds. */
    void proceed();

    /** It does not read what was sent to it. */
    void stuck();
  }

  static final long DEFAULT_LIMIT = 64 * 1024 * 1024;

  /** Smaller responses are not worth a queue. */
  private static final int SMALL = 64 * 1024;

  private static final Duration MAX_HOLD = Duration.ofSeconds(2);
  private static final Duration MAX_UNREAD = Duration.ofSeconds(60);

  private record Waiting(Taker taker, int bytes) {}

  private record Holding(int bytes, Future<?> expiry) {}

  private record Overdue(int bytes, Future<?> check) {}

  /** Of the limit: what may wait for slow readers beside what is in flight. */
  private static final int OVERDUE_LIMITS = 4;

  private final long limit;
  private final ScheduledExecutorService timer;
  private final Map<Taker, Holding> holders = new HashMap<>();
  private final Map<Taker, Overdue> overdue = new LinkedHashMap<>();
  private final Deque<Waiting> queue = new ArrayDeque<>();
  private long inFlight;
  private long overdueBytes;

  SendBudget(long limit, ScheduledExecutorService timer) {
    this.limit = limit;
    this.timer = timer;
  }

  /**
   * Whether {@code taker} may write so many bytes now; if not, it will be told to proceed. A stream
   * asks for one response at a time.
   */
  synchronized boolean take(Taker taker, int bytes) {
    if (bytes < SMALL || holders.containsKey(taker)) {
      return true;
    }
    if (queue.isEmpty() && fits(bytes)) {
      hold(taker, bytes);
      return true;
    }
    if (queue.stream().noneMatch(waiting -> waiting.taker() == taker)) {
      queue.add(new Waiting(taker, bytes));
    }
    return false;
  }

  /** The transport has taken what {@code taker} wrote. */
  synchronized void drained(Taker taker) {
    Overdue late = overdue.remove(taker);
    if (late != null) {
      late.check().cancel(false);
      overdueBytes -= late.bytes();
    }
    giveBack(taker);
    admit();
  }

  /** The stream is over. */
  synchronized void gone(Taker taker) {
    queue.removeIf(waiting -> waiting.taker() == taker);
    drained(taker);
  }

  private void giveBack(Taker taker) {
    Holding holding = holders.remove(taker);
    if (holding != null) {
      holding.expiry().cancel(false);
      inFlight -= holding.bytes();
    }
  }

  private synchronized void expire(Taker taker) {
    Holding holding = holders.get(taker);
    if (holding == null) {
      return;
    }
    giveBack(taker);
    Future<?> check =
        timer.schedule(taker::stuck, MAX_UNREAD.minus(MAX_HOLD).toMillis(), TimeUnit.MILLISECONDS);
    overdue.put(taker, new Overdue(holding.bytes(), check));
    overdueBytes += holding.bytes();
    dismissTheSlowest();
    admit();
  }

  /** All but one, however large. */
  private void dismissTheSlowest() {
    Iterator<Map.Entry<Taker, Overdue>> slowest = overdue.entrySet().iterator();
    for (int left = overdue.size(); left > 1 && overdueBytes > OVERDUE_LIMITS * limit; left--) {
      Map.Entry<Taker, Overdue> next = slowest.next();
      slowest.remove();
      next.getValue().check().cancel(false);
      overdueBytes -= next.getValue().bytes();
      timer.execute(next.getKey()::stuck);
    }
  }

  private void admit() {
    while (!queue.isEmpty() && fits(queue.element().bytes())) {
      Waiting next = queue.remove();
      hold(next.taker(), next.bytes());
      timer.execute(next.taker()::proceed);
    }
  }

  /** One response always fits, however large. */
  private boolean fits(int bytes) {
    return inFlight == 0 || inFlight + bytes <= limit;
  }

  private void hold(Taker taker, int bytes) {
    inFlight += bytes;
    Future<?> expiry =
        timer.schedule(() -> expire(taker), MAX_HOLD.toMillis(), TimeUnit.MILLISECONDS);
    holders.put(taker, new Holding(bytes, expiry));
  }

  synchronized long inFlight() {
    return inFlight;
  }
}
