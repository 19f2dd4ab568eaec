package io.meltemi.translator.route;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.naming.VirtualHostName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A host of a gateway while its rules are gathered. */
final class GatewayHost {

  private final List<String> domains = new ArrayList<>();
  private final int port;
  private final List<RoutesFragment> routes = new ArrayList<>();
  private boolean requireTls;

  /**
   * A host without rules yet.
   *
   * @param port that clients dial, of the first server that has the host
   */
  GatewayHost(String host, int port) {
    this.domains.add(host);
    this.port = port;
  }

  /** A VirtualService that two servers bind to the same host still comes once. */
  void add(RoutesFragment fragment) {
    if (!routes.contains(fragment)) {
      routes.add(fragment);
    }
  }

  void requireTls() {
    requireTls = true;
  }

  /** Hosts with the same routes become domains of the first of them: routes are what is large. */
  static Collection<GatewayHost> merged(Collection<GatewayHost> hosts) {
    Map<Object, GatewayHost> merged = new LinkedHashMap<>();
    for (GatewayHost host : hosts) {
      GatewayHost first = merged.putIfAbsent(List.of(host.routes, host.requireTls), host);
      if (first != null) {
        first.domains.addAll(host.domains);
      }
    }
    return merged.values();
  }

  VirtualHostInputs inputs(RouteDefaults defaults) {
    return new VirtualHostInputs(
        new VirtualHostName(domains.getFirst(), port).toString(),
        domains.stream().map(VirtualHostName::authority).collect(ImmutableList.toImmutableList()),
        ImmutableList.copyOf(routes),
        requireTls,
        defaults,
        ImmutableList.of());
  }
}
