package io.meltemi.translator.model;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableSet;

/** What a service port speaks, as its name, {@code appProtocol} or {@code protocol} declares. */
public enum Protocol {
  HTTP,
  HTTP_PROXY,
  HTTP2,
  GRPC,
  GRPC_WEB,
  HTTPS,
  TLS,
  TCP,
  MONGO,
  MYSQL,
  REDIS,
  UDP,
  /** Nothing declared: Envoy looks at the first bytes. */
  DETECT;

  /** Ports that carry protocols where the server speaks first, which detection cannot see. */
  private static final ImmutableSet<Integer> SERVER_FIRST_PORTS =
      ImmutableSet.of(25, 53, 3306, 27017);

  /**
   * A protocol by the name that Istio's API gives it, in any case; {@link #DETECT} for any other.
   */
  public static Protocol parse(String name) {
    return switch (Ascii.toLowerCase(name)) {
      case "http" -> HTTP;
      case "http_proxy" -> HTTP_PROXY;
      case "http2" -> HTTP2;
      case "grpc" -> GRPC;
      case "grpc-web" -> GRPC_WEB;
      case "https" -> HTTPS;
      case "tls" -> TLS;
      case "tcp" -> TCP;
      case "mongo" -> MONGO;
      case "mysql" -> MYSQL;
      case "redis" -> REDIS;
      case "udp" -> UDP;
      default -> DETECT;
    };
  }

  /**
   * The protocol of a Kubernetes port: {@code appProtocol} wins over the prefix of the name ({@code
   * http-metrics}), and UDP over both.
   */
  public static Protocol ofKubernetesPort(
      int port, String name, String transport, String appProtocol) {
    if (transport.equals("UDP")) {
      return UDP;
    }
    String declared = appProtocol.isEmpty() ? name : appProtocol;
    Protocol known =
        switch (declared) {
          case "kubernetes.io/h2c" -> HTTP2;
          case "kubernetes.io/ws" -> HTTP;
          case "kubernetes.io/wss" -> HTTPS;
          default -> ofPrefix(declared);
        };
    return known == DETECT && SERVER_FIRST_PORTS.contains(port) ? TCP : known;
  }

  private static Protocol ofPrefix(String name) {
    if (Ascii.toLowerCase(name).startsWith("grpc-web")) {
      return GRPC_WEB;
    }
    int dash = name.indexOf('-');
    return parse(dash < 0 ? name : name.substring(0, dash));
  }

  /** Plaintext HTTP of any version: gets an HTTP connection manager and routes. */
  public boolean isHttp() {
    return switch (this) {
      case HTTP, HTTP_PROXY, HTTP2, GRPC, GRPC_WEB -> true;
      case HTTPS, TLS, TCP, MONGO, MYSQL, REDIS, UDP, DETECT -> false;
    };
  }

  /** HTTP/2 to the upstream. */
  public boolean isHttp2() {
    return this == HTTP2 || this == GRPC || this == GRPC_WEB;
  }

  /** Opaque TLS routed by SNI. */
  public boolean isTls() {
    return this == HTTPS || this == TLS;
  }

  /** Bytes, with or without TLS around them: gets a TCP proxy. */
  public boolean isTcp() {
    return switch (this) {
      case HTTPS, TLS, TCP, MONGO, MYSQL, REDIS -> true;
      case HTTP, HTTP_PROXY, HTTP2, GRPC, GRPC_WEB, UDP, DETECT -> false;
    };
  }
}
