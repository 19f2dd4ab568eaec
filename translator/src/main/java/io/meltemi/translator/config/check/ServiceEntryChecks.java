package io.meltemi.translator.config.check;

import io.meltemi.translator.config.ServiceEntry;
import io.meltemi.translator.config.WorkloadEntry;
import java.util.HashSet;
import java.util.Set;

/** Checks a ServiceEntry. */
final class ServiceEntryChecks {

  private ServiceEntryChecks() {}

  static void check(Findings at, ServiceEntry entry) {
    at.each(
        "hosts",
        entry.hosts(),
        (f, host) -> {
          HostChecks.wildcardName(f, host);
          if (host.equals("*")) {
            f.invalid("cannot be *; name a domain, *.example.com for example");
          }
        });
    HostChecks.distinct(at, "hosts", entry.hosts());
    at.each("addresses", entry.addresses(), AddressChecks::block);
    ports(at, entry);
    if (entry.workloadSelector().isPresent() && !entry.endpoints().isEmpty()) {
      at.conflict("workloadSelector and endpoints exclude each other; keep one");
    }
    at.present("workloadSelector", entry.workloadSelector(), SelectorChecks::labels);
    resolution(at, entry);
    at.each("endpoints", entry.endpoints(), (f, endpoint) -> endpoint(f, endpoint, entry));
    ExportChecks.exportTo(at, "exportTo", entry.exportTo());
  }

  private static void ports(Findings at, ServiceEntry entry) {
    Set<Integer> numbers = new HashSet<>();
    Set<String> names = new HashSet<>();
    at.each(
        "ports",
        entry.ports(),
        (f, port) -> {
          NumberChecks.port(f.at("number"), port.number());
          NumberChecks.optionalPort(f.at("targetPort"), port.targetPort());
          ProtocolChecks.protocol(f.at("protocol"), port.protocol());
          if (!HostChecks.isLabel(port.name())) {
            f.at("name").invalid("takes letters, digits and -, not \"" + port.name() + "\"");
          }
          if (!numbers.add(port.number())) {
            f.at("number").conflict("port " + port.number() + " is written twice; remove one");
          }
          if (!names.add(port.name())) {
            f.at("name").conflict("\"" + port.name() + "\" is written twice; rename one");
          }
        });
    if (entry.ports().isEmpty()) {
      at.ineffective("without ports nothing is routed to it");
    }
  }

  private static void resolution(Findings at, ServiceEntry entry) {
    boolean hasWildcard = entry.hosts().stream().anyMatch(host -> host.startsWith("*"));
    switch (entry.resolution()) {
      case NONE -> {
        if (!entry.endpoints().isEmpty()) {
          at.at("endpoints").conflict("are not used with resolution NONE; take STATIC or DNS");
        }
        if (entry.workloadSelector().isPresent()) {
          at.at("workloadSelector").conflict("is not used with resolution NONE; take STATIC");
        }
      }
      case STATIC -> {
        if (entry.endpoints().isEmpty() && entry.workloadSelector().isEmpty()) {
          at.ineffective("resolution STATIC has no endpoints; add some or a workloadSelector");
        }
      }
      case DNS, DNS_ROUND_ROBIN -> dns(at, entry, hasWildcard);
      case DYNAMIC_DNS -> {
        if (!entry.endpoints().isEmpty() || entry.workloadSelector().isPresent()) {
          at.conflict("resolution DYNAMIC_DNS asks for each host; remove the endpoints");
        }
      }
    }
    boolean byAddress =
        entry.resolution() == ServiceEntry.Resolution.NONE
            || entry.resolution() == ServiceEntry.Resolution.STATIC;
    if (!byAddress) {
      at.each(
          "addresses",
          entry.addresses(),
          (f, address) -> {
            if (address.indexOf('/') >= 0) {
              f.conflict("blocks of addresses need resolution NONE or STATIC");
            }
          });
    }
  }

  private static void dns(Findings at, ServiceEntry entry, boolean hasWildcard) {
    if (entry.endpoints().isEmpty() && entry.workloadSelector().isEmpty() && hasWildcard) {
      at.at("hosts")
          .conflict("a wildcard cannot be resolved; add endpoints, or take NONE or DYNAMIC_DNS");
    }
    if (entry.resolution() == ServiceEntry.Resolution.DNS_ROUND_ROBIN
        && entry.endpoints().size() > 1) {
      at.at("endpoints").conflict("resolution DNS_ROUND_ROBIN takes one endpoint; take DNS");
    }
  }

  private static void endpoint(Findings at, WorkloadEntry endpoint, ServiceEntry entry) {
    WorkloadEntryChecks.check(at, endpoint);
    String address = endpoint.address();
    boolean isSocket = address.startsWith(AddressChecks.UNIX);
    boolean isAddress = AddressChecks.isAddress(address);
    switch (entry.resolution()) {
      case STATIC -> {
        if (!address.isEmpty() && !isSocket && !isAddress) {
          at.at("address").conflict("resolution STATIC takes IP addresses; for a name take DNS");
        }
      }
      case DNS, DNS_ROUND_ROBIN -> {
        if (isSocket) {
          at.at("address").conflict("a socket needs resolution STATIC");
        }
      }
      case NONE, DYNAMIC_DNS -> {}
    }
    for (String name : endpoint.ports().keySet()) {
      if (entry.ports().stream().noneMatch(port -> port.name().equals(name))) {
        at.entry("ports", name).invalid("is no port of this ServiceEntry");
      }
    }
    if (isSocket && entry.ports().size() != 1) {
      at.at("address").conflict("with a socket the ServiceEntry has one port");
    }
  }
}
