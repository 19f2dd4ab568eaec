package io.meltemi.translator.naming;

import com.google.common.primitives.Ints;
import java.util.Optional;

/**
 * {@code reviews.default.svc.cluster.local:9080}: the name of a virtual host, which is the host it
 * answers for and the port that clients dial.
 *
 * @param host an IPv6 address without brackets
 */
public record VirtualHostName(String host, int port) {

  /** Answers for every host that no other virtual host has, by sending it where it was going. */
  public static final String ALLOW_ANY = "allow_any";

  /** Answers for every host that no other virtual host has, by refusing it. */
  public static final String BLOCK_ALL = "block_all";

  private static final String BLACK_HOLE = "blackhole";
  private static final String INBOUND = "inbound|http|";

  /** The only virtual host of a gateway's port to which nothing is bound: finds nothing. */
  public static VirtualHostName blackHole(int port) {
    return new VirtualHostName(BLACK_HOLE, port);
  }

  /** The only virtual host of an inbound port: {@code inbound|http|9080}. */
  public static String inbound(int port) {
    return INBOUND + port;
  }

  @Override
  public String toString() {
    return authority(host) + ":" + port;
  }

  /** A host as it stands in a URL: IPv6 addresses in brackets, everything else as it is. */
  public static String authority(String host) {
    return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  public static Optional<VirtualHostName> parse(String name) {
    int colon = name.lastIndexOf(':');
    Integer port = colon < 1 ? null : Ints.tryParse(name.substring(colon + 1));
    if (port == null || port < 0) {
      return Optional.empty();
    }
    String host = name.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return Optional.of(
        new VirtualHostName(bracketed ? host.substring(1, host.length() - 1) : host, port));
  }
}
