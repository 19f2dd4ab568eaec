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
 * Bounds the bytes of large responses that wait in the transport, over all streams together and by
 * host: when a thousand proxies come back at once, they are served in the order in which they
 * asked, host by host, and memory holds a few of their answers, not all.
 *
 * <p>A stream holds its share from when it writes a large response until the transport has taken
 * it, but not for long: a slow reader must not hold up those of other hosts. Its own host has that
 * much less until it has read. One that has still not taken it after a minute is told that it is
 * stuck; sooner, the first of them first, if what such streams hold together comes to a multiple of
 * the bound.
 *
 * <p>Calls a stream on the timer's thread and never with its own lock held.
 */
final class SendBudget {

  /** What a stream is to the budget. */
  interface Taker {

    HostAddress host();

    /** Its turn has come: the next {@link #take} succeeds. */
    void proceed();

    /** It does not read what was sent to it. */
    void stuck();
  }

  /**
   * Bounds in bytes. One response always fits, however large.
   *
   * @param inFlight of all that are on their way
   * @param overdue of all that have been on their way for too long
   * @param host of both, to one host: enough to keep a core busy, and an attacker small
   */
  record Limits(long inFlight, long overdue, long host) {
    static final Limits DEFAULT = new Limits(64 << 20, 256 << 20, 32 << 20);
  }

  /**
   * Smaller responses are not worth a queue. Above {@link AdsStream#READY_BYTES}, or nobody would
   * say that they have been taken.
   */
  static final int SMALL = 2 * AdsStream.READY_BYTES;

  private static final Duration MAX_HOLD = Duration.ofSeconds(2);
  private static final Duration MAX_UNREAD = Duration.ofSeconds(60);

  private record Holding(int bytes, Future<?> expiry) {}

  private record Overdue(int bytes, Future<?> check) {}

  /** The streams of one host. */
  private static final class House {
    final Map<Taker, Integer> waiting = new LinkedHashMap<>();
    long held;
    boolean isInLine;
  }

  private final Limits limits;
  private final ScheduledExecutorService timer;
  private final Map<Taker, Holding> holders = new HashMap<>();
  private final Map<Taker, Overdue> overdue = new LinkedHashMap<>();
  private final Map<HostAddress, House> houses = new HashMap<>();

  /** Houses of which somebody waits for others than its own. */
  private final Deque<House> line = new ArrayDeque<>();

  private long inFlight;
  private long overdueBytes;

  SendBudget(Limits limits, ScheduledExecutorService timer) {
    this.limits = limits;
    this.timer = timer;
  }

  /**
   * Whether {@code taker} may write so many bytes now; if not, it will be told to proceed. A stream
   * asks for one response at a time.
   */
  synchronized boolean take(Taker taker, int bytes) {
    if (bytes < SMALL || holders.containsKey(taker) || overdue.containsKey(taker)) {
      return true;
    }
    House house = houses.computeIfAbsent(taker.host(), _ -> new House());
    if (line.isEmpty() && house.waiting.isEmpty() && fits(bytes) && fits(house, bytes)) {
      hold(taker, house, bytes);
      return true;
    }
    house.waiting.putIfAbsent(taker, bytes);
    lineUp(house);
    return false;
  }

  /** The transport has taken what {@code taker} wrote. */
  synchronized void drained(Taker taker) {
    Holding holding = holders.remove(taker);
    if (holding != null) {
      holding.expiry().cancel(false);
      inFlight -= holding.bytes();
      giveBack(taker, holding.bytes());
    }
    Overdue late = overdue.remove(taker);
    if (late != null) {
      late.check().cancel(false);
      overdueBytes -= late.bytes();
      giveBack(taker, late.bytes());
    }
    admit();
  }

  /** The stream is over. */
  synchronized void gone(Taker taker) {
    House house = houses.get(taker.host());
    if (house != null) {
      house.waiting.remove(taker);
      lineUp(house);
      forgetIfEmpty(taker, house);
    }
    drained(taker);
  }

  private void giveBack(Taker taker, int bytes) {
    House house = houses.get(taker.host());
    if (house != null) {
      house.held -= bytes;
      lineUp(house);
      forgetIfEmpty(taker, house);
    }
  }

  private void forgetIfEmpty(Taker taker, House house) {
    if (house.held == 0 && house.waiting.isEmpty()) {
      houses.remove(taker.host());
    }
  }

  private synchronized void expire(Taker taker) {
    Holding holding = holders.remove(taker);
    if (holding == null) {
      return;
    }
    inFlight -= holding.bytes();
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
    for (int left = overdue.size(); left > 1 && overdueBytes > limits.overdue(); left--) {
      Map.Entry<Taker, Overdue> next = slowest.next();
      slowest.remove();
      next.getValue().check().cancel(false);
      overdueBytes -= next.getValue().bytes();
      giveBack(next.getKey(), next.getValue().bytes());
      timer.execute(next.getKey()::stuck);
    }
  }

  private void lineUp(House house) {
    if (!house.isInLine && isHeldUpByOthers(house)) {
      house.isInLine = true;
      line.add(house);
    }
  }

  private boolean isHeldUpByOthers(House house) {
    return !house.waiting.isEmpty() && fits(house, house.waiting.values().iterator().next());
  }

  private void admit() {
    while (!line.isEmpty()) {
      House house = line.element();
      if (isHeldUpByOthers(house)) {
        Map.Entry<Taker, Integer> next = house.waiting.entrySet().iterator().next();
        if (!fits(next.getValue())) {
          return;
        }
        house.waiting.remove(next.getKey());
        hold(next.getKey(), house, next.getValue());
        timer.execute(next.getKey()::proceed);
      }
      line.remove();
      house.isInLine = false;
      lineUp(house);
    }
  }

  private boolean fits(int bytes) {
    return inFlight == 0 || inFlight + bytes <= limits.inFlight();
  }

  private boolean fits(House house, int bytes) {
    return house.held == 0 || house.held + bytes <= limits.host();
  }

  private void hold(Taker taker, House house, int bytes) {
    inFlight += bytes;
    house.held += bytes;
    Future<?> expiry =
        timer.schedule(() -> expire(taker), MAX_HOLD.toMillis(), TimeUnit.MILLISECONDS);
    holders.put(taker, new Holding(bytes, expiry));
  }

  synchronized long inFlight() {
    return inFlight;
  }

  /** Of how many hosts something is known. */
  synchronized int hosts() {
    return houses.size();
  }
}
