package io.meltemi.translator.route;

import com.google.common.collect.ImmutableSortedSet;
import io.meltemi.translator.proxy.GatewayServer;
import java.util.Locale;
import java.util.Optional;

/** Which hosts a gateway's server and a VirtualService have in common. */
final class GatewayHosts {

  private static final String ANY = "*";

  private GatewayHosts() {}

  /** Of two hosts that meet, the more specific one is what they have in common. */
  static ImmutableSortedSet<String> common(
      GatewayServer server, Iterable<String> ruled, String namespace) {
    ImmutableSortedSet.Builder<String> common = ImmutableSortedSet.naturalOrder();
    for (String written : server.server().hosts()) {
      if (admits(server, written, namespace)) {
        String served = plain(written);
        ruled.forEach(host -> meet(served, host).ifPresent(common::add));
      }
    }
    return common.build();
  }

  /** The host of {@code namespace/host}, in lower case. */
  static String plain(String written) {
    return written.substring(written.indexOf('/') + 1).toLowerCase(Locale.ROOT);
  }

  /** Whether the server lets VirtualServices of the namespace serve this host. */
  private static boolean admits(GatewayServer server, String written, String namespace) {
    int slash = written.indexOf('/');
    String from = slash < 0 ? ANY : written.substring(0, slash);
    return from.equals(ANY)
        || from.equals(namespace)
        || (from.equals(".") && server.gateway().namespace().equals(namespace));
  }

  private static Optional<String> meet(String served, String ruled) {
    if (covers(served, ruled)) {
      return Optional.of(ruled);
    }
    return covers(ruled, served) ? Optional.of(served) : Optional.empty();
  }

  private static boolean covers(String general, String host) {
    return general.startsWith(ANY) ? host.endsWith(general.substring(1)) : general.equals(host);
  }
}
