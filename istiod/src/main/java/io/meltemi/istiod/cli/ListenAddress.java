package io.meltemi.istiod.cli;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Go's way to write where to listen: {@code :15010} is every interface. */
final class ListenAddress {

  private ListenAddress() {}

  static InetSocketAddress parse(String flag, String text) {
    try {
      HostAndPort parsed = HostAndPort.fromString(text);
      String host = parsed.getHost();
      if (host.isEmpty()) {
        return new InetSocketAddress(parsed.getPort());
      }
      if (host.equals("localhost")) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), parsed.getPort());
      }
      return new InetSocketAddress(InetAddresses.forString(host), parsed.getPort());
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new CommandFailure(
          flag + " takes IP:PORT or :PORT, such as 127.0.0.1:15010, not \"" + text + "\"");
    }
  }
}
