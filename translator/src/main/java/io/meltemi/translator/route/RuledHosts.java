package io.meltemi.translator.route;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.proxy.ServiceScope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Hosts that exist only because a VirtualService names them: {@code bookinfo.com} beside {@code
 * productpage}. They are answered for on the ports on which the VirtualService rules a service; and
 * on port 80 in any case, where clients go that were told nothing else (Istio's rule).
 */
final class RuledHosts {

  private static final int HTTP_PORT = 80;

  private RuledHosts() {}

  /**
   * @param services all that the proxy may call: a host that is one of them is served on that
   *     service's own ports only
   */
  static ImmutableList<RuledHost> withoutService(
      OutboundTable table, VirtualServiceLookup rules, ServiceScope services, int port) {
    List<RuledHost> candidates = new ArrayList<>();
    rules
        .exact()
        .forEach(
            (host, rule) -> {
              if (services.service(host).isEmpty()) {
                candidates.add(new RuledHost(host, rule));
              }
            });
    for (Map.Entry<String, ConfigObject<VirtualService>> wildcard : rules.wildcards().entrySet()) {
      String host = "*" + wildcard.getKey();
      boolean covers =
          table.hosts().stream()
              .anyMatch(on -> on.service().hostname().endsWith(wildcard.getKey()));
      if (!covers && services.service(host).isEmpty()) {
        candidates.add(new RuledHost(host, wildcard.getValue()));
      }
    }
    if (candidates.isEmpty() || port == HTTP_PORT) {
      return ImmutableList.copyOf(candidates);
    }
    Set<ConfigObject<VirtualService>> ruling = rulesOfServices(table, rules);
    return candidates.stream()
        .filter(host -> ruling.contains(host.rule()) || underWildcardService(table, host.host()))
        .collect(ImmutableList.toImmutableList());
  }

  private static Set<ConfigObject<VirtualService>> rulesOfServices(
      OutboundTable table, VirtualServiceLookup rules) {
    Set<ConfigObject<VirtualService>> ruling = new HashSet<>();
    table.hosts().forEach(host -> rules.rule(host.service().hostname()).ifPresent(ruling::add));
    return ruling;
  }

  /** A host of a wildcard service ({@code *.example.com}) has that service's ports. */
  private static boolean underWildcardService(OutboundTable table, String host) {
    return table.hosts().stream()
        .filter(on -> on.service().isWildcard())
        .anyMatch(on -> host.endsWith(on.service().hostname().substring(1)));
  }
}
