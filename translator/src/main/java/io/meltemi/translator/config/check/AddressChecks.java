package io.meltemi.translator.config.check;

import com.google.common.net.InetAddresses;
import com.google.common.primitives.Ints;

/** IP addresses, CIDR blocks, and Unix domain sockets. */
final class AddressChecks {

  static final String UNIX = "unix://";

  private AddressChecks() {}

  static boolean isAddress(String text) {
    return InetAddresses.isInetAddress(text) && text.indexOf('%') < 0;
  }

  /** An address, or an address, a slash and the number of bits that count. */
  static boolean isBlock(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return isAddress(text);
    }
    String address = text.substring(0, slash);
    Integer bits = Ints.tryParse(text.substring(slash + 1));
    return isAddress(address)
        && bits != null
        && bits >= 0
        && bits <= (address.indexOf(':') >= 0 ? 128 : 32);
  }

  static void address(Findings at, String text) {
    if (!isAddress(text)) {
      at.invalid("takes an IP address, not \"" + text + "\"");
    }
  }

  static void block(Findings at, String text) {
    if (!isBlock(text)) {
      at.invalid("takes an IP address or a block such as 10.0.0.0/8, not \"" + text + "\"");
    }
  }

  /** {@code unix:///path}, or {@code unix://@name} of Linux' abstract namespace. */
  static void socket(Findings at, String text) {
    String path = text.substring(UNIX.length());
    if (!path.startsWith("/") && !path.startsWith("@")) {
      at.invalid("takes an absolute path after unix://, not \"" + path + "\"");
    } else if (path.endsWith("/")) {
      at.invalid("is a folder; take a socket inside of it");
    }
  }

  /** What a listener may bind to. */
  static void bind(Findings at, String text) {
    if (text.startsWith(UNIX)) {
      socket(at, text);
    } else if (!text.isEmpty()) {
      address(at, text);
    }
  }
}
