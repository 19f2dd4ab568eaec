package io.meltemi.translator.bootstrap;

import java.time.Duration;

/**
 * What of an application a probe asks, by the application's own address.
 *
 * <p>HTTP is asked when the probe comes. TCP and gRPC cannot be: Envoy has no answer to an HTTP
 * request that depends on a connection of another kind, so it checks by itself, and the probe is
 * told what the last check found.
 */
public sealed interface ProbeTarget {

  String host();

  int port();

  Duration timeout();

  /**
   * Asked as the probe asks, its headers included.
   *
   * @param tls with it the certificate is not verified, as a kubelet does not
   * @param path with its query
   */
  record Http(String host, int port, Duration timeout, boolean tls, String path)
      implements ProbeTarget {}

  /** A connection can be made. {@code every}: how often it is tried while it can. */
  record Tcp(String host, int port, Duration timeout, Duration every) implements ProbeTarget {}

  /** {@code grpc.health.v1.Health/Check} says SERVING. */
  record Grpc(String host, int port, Duration timeout, Duration every, String service)
      implements ProbeTarget {}
}
