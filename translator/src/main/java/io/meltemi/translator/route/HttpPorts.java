package io.meltemi.translator.route;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Interner;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.ServicePort;
import io.meltemi.translator.proxy.ServiceScope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The HTTP ports of all services of a scope, as clients of one DNS domain name them. Depends on
 * services only, so that it is made again only when they change; clients of other namespaces name
 * nearly all services alike, so lists of domains are shared.
 *
 * @param byPort services in the order of hostnames
 */
record HttpPorts(ImmutableSortedMap<Integer, ImmutableList<HttpPort>> byPort) {

  static HttpPorts of(
      ServiceScope services, String dnsDomain, Interner<ImmutableList<String>> interner) {
    Map<Integer, List<MeshService>> grouped = new TreeMap<>();
    for (MeshService service : services.services()) {
      for (ServicePort port : service.ports()) {
        if (HttpPort.takesHttp(port)) {
          grouped.computeIfAbsent(port.number(), _ -> new ArrayList<>()).add(service);
        }
      }
    }
    ImmutableSortedMap.Builder<Integer, ImmutableList<HttpPort>> byPort =
        ImmutableSortedMap.naturalOrder();
    grouped.forEach((port, on) -> byPort.put(port, withDomains(port, on, dnsDomain, interner)));
    return new HttpPorts(byPort.buildOrThrow());
  }

  ImmutableList<HttpPort> on(int port) {
    return byPort.getOrDefault(port, ImmutableList.of());
  }

  /** Envoy refuses a table in which a domain stands twice: the first service to name it has it. */
  private static ImmutableList<HttpPort> withDomains(
      int number,
      List<MeshService> services,
      String dnsDomain,
      Interner<ImmutableList<String>> interner) {
    Set<String> taken = new HashSet<>();
    services.forEach(service -> taken.add(service.hostname()));
    ImmutableList.Builder<HttpPort> ports = ImmutableList.builder();
    for (MeshService service : services) {
      ClientDomains domains = ClientDomains.of(service, dnsDomain);
      ImmutableList.Builder<String> free = ImmutableList.builder();
      free.add(domains.own());
      domains.others().stream().filter(taken::add).forEach(free::add);
      ServicePort port = service.port(number).orElseThrow();
      ports.add(HttpPort.of(service, port, interner.intern(free.build())));
    }
    return ports.build();
  }
}
