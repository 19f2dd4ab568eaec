package io.meltemi.translator.listener;

import com.google.common.base.Splitter;
import com.google.common.net.InetAddresses;
import com.google.common.primitives.Ints;
import java.util.Comparator;
import java.util.Optional;

/**
 * A range of IP addresses in canonical form, so that equal ranges are equal records: Envoy refuses
 * a listener with two chains for the same one.
 */
record AddressPrefix(String address, int length) implements Comparable<AddressPrefix> {

  private static final Splitter DOTS = Splitter.on('.');
  private static final Comparator<AddressPrefix> ORDER =
      Comparator.comparing(AddressPrefix::address).thenComparingInt(AddressPrefix::length);

  /** Of {@code 10.0.0.0/8}, or of a single address. */
  static Optional<AddressPrefix> parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    if (!InetAddresses.isInetAddress(address)) {
      return Optional.empty();
    }
    int bits = isIpv6(address) ? 128 : 32;
    Integer length = slash < 0 ? Integer.valueOf(bits) : Ints.tryParse(text.substring(slash + 1));
    if (length == null || length < 0 || length > bits) {
      return Optional.empty();
    }
    return Optional.of(new AddressPrefix(bits == 32 ? masked(address, length) : address, length));
  }

  static boolean isIpv6(String address) {
    return address.indexOf(':') >= 0;
  }

  /** Whether it is one address rather than a range. */
  boolean isSingle() {
    return length == (isIpv6(address) ? 128 : 32);
  }

  private static String masked(String ipv4, int length) {
    if (length == 32) {
      return ipv4;
    }
    int bits = 0;
    for (String octet : DOTS.split(ipv4)) {
      bits = bits << 8 | Integer.parseInt(octet);
    }
    int kept = length == 0 ? 0 : bits & (-1 << (32 - length));
    return (kept >>> 24)
        + "."
        + (kept >>> 16 & 0xFF)
        + "."
        + (kept >>> 8 & 0xFF)
        + "."
        + (kept & 0xFF);
  }

  @Override
  public int compareTo(AddressPrefix other) {
    return ORDER.compare(this, other);
  }

  /** {@code 10.0.0.0/8}. */
  @Override
  public String toString() {
    return address + "/" + length;
  }
}
