package io.meltemi.istiod;

import java.net.InetSocketAddress;

/**
 * Where istiod does not know its callers.
 *
 * @param grpc where ADS is served
 * @param streamsPerAddress that one address may have open; nobody there proves who they are
 */
public record PlaintextConfig(InetSocketAddress grpc, int streamsPerAddress) {

  /** A load test's proxies all have one address; Pods have one each. */
  public static final int STREAMS_PER_ADDRESS = 1_024;

  public static PlaintextConfig of(InetSocketAddress grpc) {
    return new PlaintextConfig(grpc, STREAMS_PER_ADDRESS);
  }
}
