package io.meltemi.istiod.xds;

import io.meltemi.translator.xds.XdsResource;
import java.util.List;

/**
 * Hears what proxies do. The way back from Envoy into the mesh loop.
 *
 * <p>Called on network threads, for one connection one call after the other: implementations put an
 * event into a queue and return. They may call {@link ProxyConnection#publish} directly.
 */
public interface ProxyListener {

  /** The first request of a stream has come; the proxy waits for its first snapshot. */
  void onConnect(ProxyConnection connection);

  /** The stream has ended, in whatever way. Follows every {@code onConnect} exactly once. */
  void onDisconnect(ProxyConnection connection);

  /** A response goes out; the ledger knows it already. */
  default void onSend(ProxyConnection connection, Delivery delivery) {}

  /** The proxy has taken a response with these resources; the ledger knows it already. */
  default void onAck(ProxyConnection connection, Delivery delivery, List<XdsResource> resources) {}

  /** The proxy has refused a response; the ledger knows it already. */
  default void onNack(ProxyConnection connection, Rejection rejection) {}
}
