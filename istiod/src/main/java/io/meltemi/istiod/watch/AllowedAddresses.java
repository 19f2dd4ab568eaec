package io.meltemi.istiod.watch;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;
import com.google.common.primitives.Ints;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * Which addresses istiod connects to because a user's object says so. Not the machine itself, not
 * its neighbours on the link, and not a cloud's metadata server, unless they are let in by name.
 *
 * @param exceptions blocks that may be connected to all the same
 */
public record AllowedAddresses(ImmutableList<Block> exceptions) {

  /** No exceptions. */
  public static final AllowedAddresses DEFAULT = new AllowedAddresses(ImmutableList.of());

  /** Metadata servers of clouds that are not on the link: AWS over IPv6, Alibaba, Azure, Oracle. */
  private static final ImmutableList<Block> METADATA =
      ImmutableList.of(
          Block.parse("fd00:ec2::254"),
          Block.parse("100.100.100.200"),
          Block.parse("168.63.129.16"),
          Block.parse("192.0.0.192"));

  private static final int BITS_OF_BYTE = 8;

  /** Of blocks with commas between them. */
  public static AllowedAddresses parse(String blocks) {
    return new AllowedAddresses(
        Splitter.on(',')
            .trimResults()
            .omitEmptyStrings()
            .splitToStream(blocks)
            .map(Block::parse)
            .collect(ImmutableList.toImmutableList()));
  }

  public boolean allows(InetAddress address) {
    InetAddress plain = unmapped(address);
    if (exceptions.stream().anyMatch(block -> block.contains(plain))) {
      return true;
    }
    return !plain.isLoopbackAddress()
        && !plain.isLinkLocalAddress()
        && !plain.isAnyLocalAddress()
        && !plain.isMulticastAddress()
        && METADATA.stream().noneMatch(block -> block.contains(plain));
  }

  /** An IPv4 address in the clothes of IPv6 is the IPv4 address. */
  private static InetAddress unmapped(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length != 16) {
      return address;
    }
    boolean isMapped = true;
    for (int i = 0; i < 10; i++) {
      isMapped &= bytes[i] == 0;
    }
    boolean isNat64 =
        Arrays.equals(
            Arrays.copyOf(bytes, 12),
            new byte[] {0, 0x64, (byte) 0xFF, (byte) 0x9B, 0, 0, 0, 0, 0, 0, 0, 0});
    isMapped &= bytes[10] == (byte) 0xFF && bytes[11] == (byte) 0xFF;
    return isMapped || isNat64 ? fromLast4(bytes) : address;
  }

  private static InetAddress fromLast4(byte[] bytes) {
    return InetAddresses.fromInteger(Ints.fromBytes(bytes[12], bytes[13], bytes[14], bytes[15]));
  }

  /** {@code 10.0.0.0/8}, or a single address. */
  public record Block(InetAddress address, int length) {

    static Block parse(String text) {
      int slash = text.indexOf('/');
      InetAddress address = InetAddresses.forString(slash < 0 ? text : text.substring(0, slash));
      int bits = address.getAddress().length * BITS_OF_BYTE;
      int length = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
      if (length < 0 || length > bits) {
        throw new IllegalArgumentException(text + " is no block of addresses");
      }
      return new Block(address, length);
    }

    boolean contains(InetAddress other) {
      byte[] mine = address.getAddress();
      byte[] theirs = other.getAddress();
      if (mine.length != theirs.length) {
        return false;
      }
      int left = length;
      for (int i = 0; i < mine.length && left > 0; i++, left -= BITS_OF_BYTE) {
        int mask = 0xFF << Math.max(0, BITS_OF_BYTE - left) & 0xFF;
        if ((mine[i] & mask) != (theirs[i] & mask)) {
          return false;
        }
      }
      return true;
    }
  }
}
