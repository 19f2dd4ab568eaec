package io.meltemi.translator.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;

/** How traffic to some hosts is routed. */
public record VirtualService(
    ImmutableList<String> hosts,
    ImmutableList<String> gateways,
    ImmutableList<HttpRoute> http,
    ImmutableList<TlsRoute> tls,
    ImmutableList<TcpRoute> tcp,
    ImmutableList<String> exportTo)
    implements ConfigSpec {

  /** Routes TLS that is passed through, by SNI. */
  public record TlsRoute(ImmutableList<TlsMatch> match, ImmutableList<RouteDestination> route) {}

  /** Routes bytes. No match means all connections. */
  public record TcpRoute(ImmutableList<L4Match> match, ImmutableList<RouteDestination> route) {}

  /** Where a connection goes. A weight of 0 means 100 when it is the only destination. */
  public record RouteDestination(Destination destination, int weight) {}

  /** What a TLS connection must be like; all conditions of one match must hold. */
  public record TlsMatch(
      ImmutableList<String> sniHosts,
      ImmutableList<String> destinationSubnets,
      int port,
      ImmutableSortedMap<String, String> sourceLabels,
      ImmutableList<String> gateways,
      String sourceNamespace) {}

  /** What a connection must be like; all conditions of one match must hold. */
  public record L4Match(
      ImmutableList<String> destinationSubnets,
      int port,
      String sourceSubnet,
      ImmutableSortedMap<String, String> sourceLabels,
      ImmutableList<String> gateways,
      String sourceNamespace) {}
}
