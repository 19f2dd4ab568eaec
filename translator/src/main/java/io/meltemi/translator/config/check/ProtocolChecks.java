package io.meltemi.translator.config.check;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableSet;

/** The protocols a port can have; case does not matter. */
final class ProtocolChecks {

  private static final ImmutableSet<String> KNOWN =
      ImmutableSet.of(
          "http",
          "http_proxy",
          "https",
          "http2",
          "grpc",
          "grpc-web",
          "tcp",
          "tls",
          "mongo",
          "mysql",
          "redis",
          "udp",
          "hbone");

  private static final ImmutableSet<String> TLS = ImmutableSet.of("https", "tls");
  private static final ImmutableSet<String> HTTP =
      ImmutableSet.of("http", "http_proxy", "http2", "grpc", "grpc-web");

  private ProtocolChecks() {}

  static void protocol(Findings at, String protocol) {
    if (!protocol.isEmpty() && !KNOWN.contains(Ascii.toLowerCase(protocol))) {
      at.invalid("takes one of " + String.join(", ", KNOWN) + ", not \"" + protocol + "\"");
    }
  }

  static boolean isTls(String protocol) {
    return TLS.contains(Ascii.toLowerCase(protocol));
  }

  static boolean isHttp(String protocol) {
    return HTTP.contains(Ascii.toLowerCase(protocol));
  }
}
