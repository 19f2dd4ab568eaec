package io.meltemi.translator.listener;

import io.meltemi.translator.config.ConnectionPool;
import io.meltemi.translator.config.LoadBalancer;
import io.meltemi.translator.config.TrafficPolicy;
import io.meltemi.translator.destination.DestinationPolicy;
import java.time.Duration;
import java.util.Optional;

/** The parts of a DestinationRule that Envoy wants at the TCP proxy, not at the cluster. */
record TcpPolicy(
    Optional<Duration> idleTimeout,
    Optional<Duration> maxConnectionDuration,
    boolean hashesSourceIp,
    Optional<TrafficPolicy.Tunnel> tunnel) {

  /** What Envoy accepts at least. */
  private static final Duration SHORTEST_CONNECTION = Duration.ofMillis(1);

  static final TcpPolicy NONE =
      new TcpPolicy(Optional.empty(), Optional.empty(), false, Optional.empty());

  static TcpPolicy of(DestinationPolicy policy) {
    return new TcpPolicy(
        policy.tcp().flatMap(ConnectionPool.Tcp::idleTimeout),
        policy
            .tcp()
            .flatMap(ConnectionPool.Tcp::maxConnectionDuration)
            .filter(longest -> longest.compareTo(SHORTEST_CONNECTION) >= 0),
        policy
            .hashKey()
            .filter(key -> key instanceof LoadBalancer.HashKey.UseSourceIp(boolean on) && on)
            .isPresent(),
        policy.tunnel().filter(tunnel -> !tunnel.targetHost().isEmpty()));
  }
}
