package io.meltemi.istiod.door;

import io.meltemi.istiod.xds.HostAddress;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Counts connections and failures by where they come from, and says who may come. Each connection
 * that is admitted is reported exactly once as {@link #left}, and at most once before that as
 * {@link #befriended}.
 *
 * <p>Knows no channels and no clock of its own.
 */
final class Neighbourhood {

  /** Addresses are forgotten in bulk, when there are so many. */
  private static final int PRUNE_AT = 16_384;

  private static final double NANOS = 1e9;

  private final StrangerLimits limits;
  private final LongSupplier nanoTime;
  private final Map<HostAddress, House> houses = new HashMap<>();
  private int connections;
  private int strangers;

  /** What is known of one address. */
  private static final class House {
    int strangers;
    int connections;
    int calls;
    double failuresLeft;
    long countedAt;
  }

  Neighbourhood(StrangerLimits limits, LongSupplier nanoTime) {
    this.limits = limits;
    this.nanoTime = nanoTime;
  }

  /** Whether one more may come from there. If so, it is a stranger. */
  synchronized boolean admits(InetAddress address) {
    if (houses.size() >= PRUNE_AT) {
      houses.values().removeIf(this::isForgettable);
    }
    House house = houses.computeIfAbsent(HostAddress.of(address), _ -> built());
    refill(house);
    if (connections >= limits.connections()
        || house.connections >= limits.perAddress()
        || strangers >= limits.strangers()
        || house.strangers >= limits.strangersPerAddress()
        || house.failuresLeft < 1) {
      return false;
    }
    connections++;
    strangers++;
    house.connections++;
    house.strangers++;
    house.failuresLeft--;
    return true;
  }

  /** One of those has been let in: it was no failure. */
  synchronized void befriended(InetAddress address) {
    House house = houses.get(HostAddress.of(address));
    if (house != null) {
      strangers--;
      house.strangers--;
      house.failuresLeft = Math.min(limits.failures(), house.failuresLeft + 1);
    }
  }

  /**
   * Something from there was for nothing and cost as much as so many failures. Whether it may go
   * on. Who is let in before it fails runs up a debt, of at most what may fail at once.
   */
  synchronized boolean failed(InetAddress address, int failures) {
    House house = houses.computeIfAbsent(HostAddress.of(address), _ -> built());
    refill(house);
    house.failuresLeft = Math.max(-limits.failures(), house.failuresLeft - failures);
    return house.failuresLeft > 0;
  }

  /** Whether one more call may be open on the connections from there. */
  synchronized boolean opens(InetAddress address) {
    House house = houses.computeIfAbsent(HostAddress.of(address), _ -> built());
    if (house.calls >= limits.calls()) {
      return false;
    }
    house.calls++;
    return true;
  }

  /** One of those has ended. */
  synchronized void closes(InetAddress address) {
    House house = houses.get(HostAddress.of(address));
    if (house != null) {
      house.calls--;
    }
  }

  /** A connection has ended. */
  synchronized void left(InetAddress address, boolean asStranger) {
    House house = houses.get(HostAddress.of(address));
    if (house == null) {
      return;
    }
    connections--;
    house.connections--;
    if (asStranger) {
      strangers--;
      house.strangers--;
    }
  }

  /** Of how many addresses something is known. */
  synchronized int addresses() {
    return houses.size();
  }

  synchronized int connections() {
    return connections;
  }

  synchronized int strangers() {
    return strangers;
  }

  private House built() {
    House house = new House();
    house.failuresLeft = limits.failures();
    house.countedAt = nanoTime.getAsLong();
    return house;
  }

  private void refill(House house) {
    long now = nanoTime.getAsLong();
    double earned = (now - house.countedAt) / NANOS * limits.failuresPerSecond();
    house.failuresLeft = Math.min(limits.failures(), house.failuresLeft + earned);
    house.countedAt = now;
  }

  private boolean isForgettable(House house) {
    refill(house);
    return house.connections == 0 && house.calls == 0 && house.failuresLeft >= limits.failures();
  }
}
