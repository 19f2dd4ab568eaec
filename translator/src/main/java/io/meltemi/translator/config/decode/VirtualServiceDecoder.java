package io.meltemi.translator.config.decode;

import io.meltemi.translator.config.VirtualService;

/** Reads a {@link VirtualService}; its HTTP routes are read by {@link HttpRouteDecoder}. */
final class VirtualServiceDecoder {

  private VirtualServiceDecoder() {}

  static VirtualService virtualService(ObjectReader in) {
    return new VirtualService(
        in.strings("hosts"),
        in.strings("gateways"),
        in.list("http", HttpRouteDecoder::httpRoute),
        in.list("tls", VirtualServiceDecoder::tlsRoute),
        in.list("tcp", VirtualServiceDecoder::tcpRoute),
        in.strings("exportTo"));
  }

  private static VirtualService.TlsRoute tlsRoute(ObjectReader in) {
    return new VirtualService.TlsRoute(
        in.list("match", VirtualServiceDecoder::tlsMatch),
        in.list("route", VirtualServiceDecoder::routeDestination));
  }

  private static VirtualService.TcpRoute tcpRoute(ObjectReader in) {
    return new VirtualService.TcpRoute(
        in.list("match", VirtualServiceDecoder::l4Match),
        in.list("route", VirtualServiceDecoder::routeDestination));
  }

  private static VirtualService.RouteDestination routeDestination(ObjectReader in) {
    return new VirtualService.RouteDestination(
        in.requiredObject("destination", SharedDecoder::destination), in.integer("weight"));
  }

  private static VirtualService.TlsMatch tlsMatch(ObjectReader in) {
    return new VirtualService.TlsMatch(
        in.requiredStrings("sniHosts"),
        in.strings("destinationSubnets"),
        in.unsigned("port"),
        in.stringMap("sourceLabels"),
        in.strings("gateways"),
        in.string("sourceNamespace"));
  }

  private static VirtualService.L4Match l4Match(ObjectReader in) {
    return new VirtualService.L4Match(
        in.strings("destinationSubnets"),
        in.unsigned("port"),
        in.string("sourceSubnet"),
        in.stringMap("sourceLabels"),
        in.strings("gateways"),
        in.string("sourceNamespace"));
  }
}
