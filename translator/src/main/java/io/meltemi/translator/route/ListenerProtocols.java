package io.meltemi.translator.route;

import io.meltemi.translator.model.Protocol;
import java.util.Locale;

/** The protocol that the port of a Sidecar's or Gateway's listener names. */
final class ListenerProtocols {

  private ListenerProtocols() {}

  static Protocol parse(String protocol) {
    return switch (protocol.toUpperCase(Locale.ROOT)) {
      case "HTTP" -> Protocol.HTTP;
      case "HTTP_PROXY" -> Protocol.HTTP_PROXY;
      case "HTTP2" -> Protocol.HTTP2;
      case "GRPC" -> Protocol.GRPC;
      case "GRPC-WEB" -> Protocol.GRPC_WEB;
      case "HTTPS" -> Protocol.HTTPS;
      case "TLS" -> Protocol.TLS;
      case "TCP" -> Protocol.TCP;
      case "MONGO" -> Protocol.MONGO;
      case "MYSQL" -> Protocol.MYSQL;
      case "REDIS" -> Protocol.REDIS;
      case "UDP" -> Protocol.UDP;
      default -> Protocol.DETECT;
    };
  }
}
