package io.meltemi.istiod.demo;

import com.google.common.net.HostAndPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Looks whether the demo's addresses are free before anything is started. */
final class DemoAddresses {

  private DemoAddresses() {}

  static void requireGatewayPort(int port) throws DemoException {
    if (!isFree(HostAndPort.fromParts("127.0.0.1", port))) {
      throw new DemoException(
          "Port "
              + port
              + " of 127.0.0.1 is taken. Choose another: istiod demo --port "
              + (port + 1)
              + " (or: make demo PORT="
              + (port + 1)
              + ")");
    }
  }

  static void requireOthers(Iterable<DemoWorkload> workloads) throws DemoException {
    requireFree(DemoIstiod.discovery(), "istiod");
    requireFree(DemoIstiod.monitoring(), "istiod");
    for (DemoWorkload workload : workloads) {
      if (workload.app().isPresent()) {
        requireFree(workload.listen(), workload.name());
      }
      if (workload.proxy() != DemoProxyKind.NONE) {
        requireFree(DemoProxies.admin(workload), "the Envoy of " + workload.name());
      }
    }
  }

  private static void requireFree(HostAndPort where, String who) throws DemoException {
    if (!isFree(where)) {
      throw new DemoException(
          where + ", which " + who + " would use, is taken. Does another demo run?");
    }
  }

  private static boolean isFree(HostAndPort where) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(
          new java.net.InetSocketAddress(InetAddress.getByName(where.getHost()), where.getPort()));
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
