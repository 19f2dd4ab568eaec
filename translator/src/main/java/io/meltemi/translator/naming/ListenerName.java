package io.meltemi.translator.naming;

import java.util.Optional;

/**
 * {@code 0.0.0.0_80}: a listener by the address it stands for. A listener on a unix socket is named
 * by the socket's path instead.
 */
public record ListenerName(String address, int port) {

  /** Takes all captured outbound connections and hands them to the other listeners. */
  public static final String VIRTUAL_OUTBOUND = "virtualOutbound";

  /** Takes all captured inbound connections. */
  public static final String VIRTUAL_INBOUND = "virtualInbound";

  /** {@code 10.0.0.1_80}, {@code ::_80}. */
  @Override
  public String toString() {
    return address + "_" + port;
  }

  public static Optional<ListenerName> parse(String name) {
    int underscore = name.lastIndexOf('_');
    if (underscore <= 0) {
      return Optional.empty();
    }
    try {
      int port = Integer.parseUnsignedInt(name.substring(underscore + 1));
      return Optional.of(new ListenerName(name.substring(0, underscore), port));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
