package io.meltemi.translator.cluster;

/** Which HTTP a cluster speaks to its endpoints, when HTTP is what it is given. */
enum UpstreamProtocol {
  /** Envoy's default. */
  HTTP1,
  HTTP2,
  /** Whatever the client spoke: for ports where nothing is declared. */
  DOWNSTREAM
}
