package io.meltemi.translator.config.check;

import io.meltemi.translator.config.Destination;
import io.meltemi.translator.config.VirtualService;
import java.util.List;
import java.util.Locale;

/** Checks a VirtualService; its HTTP routes are checked by {@link HttpRouteChecks}. */
final class VirtualServiceChecks {

  private VirtualServiceChecks() {}

  static void check(Findings at, VirtualService service) {
    boolean isDelegate = service.hosts().isEmpty();
    if (isDelegate) {
      delegate(at, service);
    }
    boolean forMesh = service.gateways().isEmpty() || service.gateways().contains("mesh");
    at.each("hosts", service.hosts(), (f, host) -> host(f, host, forMesh));
    HostChecks.distinct(at, "hosts", service.hosts());
    at.each("gateways", service.gateways(), HostChecks::gateway);
    if (service.http().isEmpty() && service.tls().isEmpty() && service.tcp().isEmpty()) {
      at.missing("has no routes; add http, tls or tcp");
    }
    at.each("http", service.http(), (f, route) -> HttpRouteChecks.check(f, route, isDelegate));
    unreachable(at, service);
    at.each("tls", service.tls(), (f, route) -> tls(f, route, service.hosts()));
    at.each("tcp", service.tcp(), VirtualServiceChecks::tcp);
    ExportChecks.exportTo(at, "exportTo", service.exportTo());
  }

  /** A VirtualService without hosts is one that others delegate to. */
  private static void delegate(Findings at, VirtualService service) {
    if (!service.gateways().isEmpty()) {
      at.at("gateways")
          .conflict("without hosts this is a delegate, which takes its gateways from the root");
    }
    if (!service.tls().isEmpty() || !service.tcp().isEmpty()) {
      at.at("hosts").missing("is required for tls and tcp routes; a delegate has http only");
    }
  }

  private static void host(Findings at, String host, boolean forMesh) {
    if (AddressChecks.isAddress(host)) {
      return;
    }
    HostChecks.wildcardName(at, host);
    if (forMesh && host.equals("*")) {
      at.invalid("cannot be * for sidecars; name the hosts, or set gateways");
    }
  }

  /** Everything after a route without a match is never reached. */
  private static void unreachable(Findings at, VirtualService service) {
    for (int i = 0; i + 1 < service.http().size(); i++) {
      if (service.http().get(i).match().isEmpty()) {
        at.item("http", i + 1).ineffective("is never reached: http[" + i + "] takes every request");
        return;
      }
    }
  }

  private static void tls(Findings at, VirtualService.TlsRoute route, List<String> hosts) {
    if (route.match().isEmpty()) {
      at.at("match").missing("is required: a TLS route is chosen by its SNI hosts");
    }
    at.each("match", route.match(), (f, match) -> tlsMatch(f, match, hosts));
    destinations(at, route.route());
  }

  private static void tlsMatch(Findings at, VirtualService.TlsMatch match, List<String> hosts) {
    at.each(
        "sniHosts",
        match.sniHosts(),
        (f, sni) -> {
          HostChecks.wildcardName(f, sni);
          if (hosts.stream().noneMatch(host -> covers(host, sni))) {
            f.invalid("\"" + sni + "\" is not among the hosts of this VirtualService");
          }
        });
    at.each("destinationSubnets", match.destinationSubnets(), AddressChecks::block);
    NumberChecks.optionalPort(at.at("port"), match.port());
    SelectorChecks.labels(at, "sourceLabels", match.sourceLabels());
    at.each("gateways", match.gateways(), HostChecks::gateway);
  }

  /** Whether every name that {@code sni} stands for is one that {@code host} stands for. */
  private static boolean covers(String host, String sni) {
    String wide = host.toLowerCase(Locale.ROOT);
    String narrow = sni.toLowerCase(Locale.ROOT);
    return wide.equals("*")
        || wide.equals(narrow)
        || (wide.startsWith("*")
            && narrow.length() > wide.length() - 1
            && narrow.endsWith(wide.substring(1)));
  }

  private static void tcp(Findings at, VirtualService.TcpRoute route) {
    at.each("match", route.match(), VirtualServiceChecks::l4Match);
    destinations(at, route.route());
  }

  private static void l4Match(Findings at, VirtualService.L4Match match) {
    at.each("destinationSubnets", match.destinationSubnets(), AddressChecks::block);
    NumberChecks.optionalPort(at.at("port"), match.port());
    if (!match.sourceSubnet().isEmpty()) {
      AddressChecks.block(at.at("sourceSubnet"), match.sourceSubnet());
    }
    SelectorChecks.labels(at, "sourceLabels", match.sourceLabels());
    at.each("gateways", match.gateways(), HostChecks::gateway);
  }

  private static void destinations(Findings at, List<VirtualService.RouteDestination> route) {
    if (route.isEmpty()) {
      at.at("route").missing("needs a destination");
    }
    at.each("route", route, (f, to) -> destination(f.at("destination"), to.destination()));
    WeightChecks.weights(
        at, "route", route.stream().map(VirtualService.RouteDestination::weight).toList());
  }

  static void destination(Findings at, Destination destination) {
    HostChecks.destination(at.at("host"), destination.host());
    if (!destination.subset().isEmpty()) {
      DestinationRuleChecks.subsetName(at.at("subset"), destination.subset());
    }
    at.present("port", destination.port(), NumberChecks::selector);
  }
}
