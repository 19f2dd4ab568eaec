package io.meltemi.translator.naming;

import com.google.common.base.Splitter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code outbound|80|subset|host}: a cluster for one port of one service, seen from one side.
 *
 * @param subset empty for the whole service
 * @param hostname empty for inbound clusters
 */
public record ClusterName(Direction direction, int port, String subset, String hostname) {

  public static final String PASSTHROUGH = "PassthroughCluster";
  public static final String BLACK_HOLE = "BlackHoleCluster";
  public static final String INBOUND_PASSTHROUGH = "InboundPassthroughCluster";

  private static final Splitter PIPES = Splitter.on('|');

  /** Which way traffic flows through the proxy. */
  public enum Direction {
    INBOUND,
    OUTBOUND
  }

  public static ClusterName outbound(int port, String subset, String hostname) {
    return new ClusterName(Direction.OUTBOUND, port, subset, hostname);
  }

  public static ClusterName inbound(int port) {
    return new ClusterName(Direction.INBOUND, port, "", "");
  }

  /** {@code outbound|80|v1|reviews.default.svc.cluster.local}. */
  @Override
  public String toString() {
    return word() + "|" + port + "|" + subset + "|" + hostname;
  }

  /** The form used as SNI between gateways: {@code outbound_.80_.v1_.host}. */
  public String toSni() {
    return word() + "_." + port + "_." + subset + "_." + hostname;
  }

  public static Optional<ClusterName> parse(String name) {
    List<String> parts = PIPES.splitToList(name);
    if (parts.size() != 4) {
      return Optional.empty();
    }
    try {
      Direction direction = Direction.valueOf(parts.get(0).toUpperCase(Locale.ROOT));
      int port = Integer.parseInt(parts.get(1));
      return Optional.of(new ClusterName(direction, port, parts.get(2), parts.get(3)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private String word() {
    return direction.name().toLowerCase(Locale.ROOT);
  }
}
