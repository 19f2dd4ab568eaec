package io.meltemi.translator.listener;

import io.meltemi.translator.model.Protocol;
import java.util.Locale;

/** The protocol that a port of a Gateway or Sidecar declares in words. */
final class DeclaredProtocol {

  private DeclaredProtocol() {}

  /** Words that are not known are looked into, as undeclared service ports are. */
  static Protocol parse(String words) {
    return switch (words.toUpperCase(Locale.ROOT)) {
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
