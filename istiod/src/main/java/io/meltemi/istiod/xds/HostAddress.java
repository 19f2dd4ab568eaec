package io.meltemi.istiod.xds;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What one host has of the network, so that what it takes can be counted: an IPv4 address, or the
 * 64 bits before those that hosts choose as they like in IPv6.
 *
 * @param bits of an IPv4 address, or the upper half of an IPv6 one
 */
public record HostAddress(long bits, boolean isV6) {

  /** Of transports that have no addresses. */
  private static final HostAddress NONE = new HostAddress(0, false);

  public static HostAddress of(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean isV6 = address instanceof Inet6Address;
    long bits = 0;
    for (int i = 0; i < (isV6 ? Long.BYTES : bytes.length); i++) {
      bits = (bits << 8) | (bytes[i] & 0xff);
    }
    return new HostAddress(bits, isV6);
  }

  static HostAddress of(@Nullable SocketAddress address) {
    return address instanceof InetSocketAddress internet && internet.getAddress() != null
        ? of(internet.getAddress())
        : NONE;
  }
}
