package io.meltemi.translator.model;

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
