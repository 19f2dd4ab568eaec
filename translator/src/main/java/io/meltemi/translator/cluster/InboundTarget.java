package io.meltemi.translator.cluster;

import com.google.common.collect.ImmutableList;
import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.proxy.InboundPort;
import io.meltemi.translator.proxy.InterceptionMode;
import io.meltemi.translator.proxy.IpFamilies;
import io.meltemi.translator.proxy.ProxyClass;

/**
 * Where the application of an inbound port listens.
 *
 * @param bindAddresses the source address to dial it from, one of each IP family; empty for any
 */
record InboundTarget(ClusterDiscovery discovery, ImmutableList<String> bindAddresses) {

  /** The capture rules let connections from this address through to the application. */
  private static final String BYPASS_V4 = "127.0.0.6";

  private static final String BYPASS_V6 = "::6";

  static InboundTarget of(MeshConfig mesh, ProxyClass proxy, InboundPort port) {
    String endpoint = port.listener().map(listener -> listener.defaultEndpoint()).orElse("");
    if (endpoint.isEmpty()) {
      return undeclared(mesh, proxy, port.port());
    }
    if (endpoint.startsWith("unix://")) {
      return new InboundTarget(new ClusterDiscovery.Static(endpoint, 0), ImmutableList.of());
    }
    HostAndPort parsed;
    try {
      parsed = HostAndPort.fromString(endpoint).withDefaultPort(port.port());
    } catch (IllegalArgumentException _) {
      return undeclared(mesh, proxy, port.port()); // as if it had not been said
    }
    return switch (parsed.getHost()) {
      case "0.0.0.0", "::" -> ownAddress(proxy, port.port(), parsed.getPort());
      case "" -> loopback(proxy, parsed.getPort());
      default ->
          InetAddresses.isInetAddress(parsed.getHost())
              ? new InboundTarget(
                  new ClusterDiscovery.Static(parsed.getHost(), parsed.getPort()),
                  ImmutableList.of())
              : undeclared(mesh, proxy, port.port());
    };
  }

  private static InboundTarget undeclared(MeshConfig mesh, ProxyClass proxy, int port) {
    boolean localhost =
        mesh.inboundTrafficPolicy().flatMap(MeshConfig.InboundTrafficPolicy::mode).stream()
            .anyMatch(mode -> mode == MeshConfig.InboundTrafficPolicy.Mode.LOCALHOST);
    return localhost || !intercepts(proxy) ? loopback(proxy, port) : passthrough(proxy, 0);
  }

  /** The workload's own address: with interception it is the one that was dialled. */
  private static InboundTarget ownAddress(ProxyClass proxy, int dialled, int port) {
    if (intercepts(proxy)) {
      return passthrough(proxy, port == dialled ? 0 : port);
    }
    return proxy.addresses().isEmpty()
        ? loopback(proxy, port)
        : new InboundTarget(
            new ClusterDiscovery.Static(proxy.addresses().getFirst(), port), ImmutableList.of());
  }

  static InboundTarget passthrough(ProxyClass proxy, int portOverride) {
    // TPROXY keeps the client's address, so there is nothing to bind to.
    boolean binds = proxy.outbound().interceptionMode() == InterceptionMode.REDIRECT;
    return new InboundTarget(
        new ClusterDiscovery.OriginalDestination(portOverride),
        binds ? bypass(proxy.outbound().families()) : ImmutableList.of());
  }

  private static InboundTarget loopback(ProxyClass proxy, int port) {
    return new InboundTarget(
        new ClusterDiscovery.Static(proxy.outbound().families().loopbackAddress(), port),
        ImmutableList.of());
  }

  private static boolean intercepts(ProxyClass proxy) {
    return proxy.outbound().interceptionMode() != InterceptionMode.NONE;
  }

  private static ImmutableList<String> bypass(IpFamilies families) {
    if (!families.ipv6()) {
      return ImmutableList.of(BYPASS_V4);
    }
    return families.ipv4() ? ImmutableList.of(BYPASS_V4, BYPASS_V6) : ImmutableList.of(BYPASS_V6);
  }
}
