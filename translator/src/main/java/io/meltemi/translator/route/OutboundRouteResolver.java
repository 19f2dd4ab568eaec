package io.meltemi.translator.route;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.config.LoadBalancer;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.naming.VirtualHostName;
import io.meltemi.translator.proxy.OutboundView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Fills a sidecar's route configurations: for each host the VirtualService that rules it, or the
 * plain way to its service, and at the end what becomes of all other hosts.
 */
final class OutboundRouteResolver {

  private static final int HTTP_PORT = 80;
  private static final String ANY_HOST = "*";

  private final RouteMemos memos;
  private final OutboundView view;
  private final RouteDefaults defaults;
  private final RouteSource source;
  private final RouteTargetResolver targets;
  private final String clusterDomain;

  OutboundRouteResolver(RouteMemos memos, OutboundView view) {
    this.memos = memos;
    this.view = view;
    this.defaults = RouteDefaults.of(view.meshConfig());
    this.source = RouteSource.sidecar(view.scope());
    this.targets = new RouteTargetResolver(view);
    this.clusterDomain = ShortNames.clusterDomain(view.scope().dnsDomain());
  }

  RouteConfigurationInputs resolve(OutboundTable table) {
    VirtualServiceLookup rules =
        VirtualServiceLookup.of(table.scope().virtualServices(), clusterDomain);
    List<VirtualHostFragment> hosts =
        switch (table.kind()) {
          case SERVICE -> List.of(alone(table.hosts().getFirst(), rules));
          case PORT -> together(table, rules);
          case PROXY -> proxied(table, rules);
        };
    return new RouteConfigurationInputs(
        table.name().toString(),
        ImmutableList.copyOf(hosts),
        table.kind() != OutboundTable.Kind.PROXY,
        view.sidecar().map(sidecar -> ImmutableList.of(sidecar.key())).orElse(ImmutableList.of()));
  }

  private VirtualHostFragment alone(HttpPort port, VirtualServiceLookup rules) {
    return host(port.name(), ImmutableList.of(ANY_HOST), port.service(), routes(port, rules));
  }

  private List<VirtualHostFragment> together(OutboundTable table, VirtualServiceLookup rules) {
    int port = table.hosts().isEmpty() ? 0 : table.hosts().getFirst().port().number();
    ImmutableList<RuledHost> ruled = RuledHosts.withoutService(table, rules, view.services(), port);
    Set<String> taken = new HashSet<>();
    ruled.forEach(host -> taken.add(host.domain()));
    List<VirtualHostFragment> hosts = new ArrayList<>(table.hosts().size() + ruled.size() + 1);
    for (HttpPort httpPort : table.hosts()) {
      ImmutableList<String> domains = without(taken, httpPort.domains());
      hosts.add(host(httpPort.name(), domains, httpPort.service(), routes(httpPort, rules)));
    }
    for (RuledHost host : ruled) {
      RoutesFragment routes = routes(host.rule(), port);
      if (!routes.isEmpty()) {
        String name = new VirtualHostName(host.host(), port).toString();
        hosts.add(host(name, ImmutableList.of(host.domain()), ImmutableList.of(), routes));
      }
    }
    if (!ruled.isEmpty()) {
      hosts.sort(Comparator.comparing(VirtualHostFragment::name));
    }
    if (!taken.contains(ANY_HOST)) {
      hosts.add(catchAll());
    }
    return hosts;
  }

  /** Through a proxy port clients name host and port; without a port they mean 80. */
  private List<VirtualHostFragment> proxied(OutboundTable table, VirtualServiceLookup rules) {
    List<VirtualHostFragment> hosts = new ArrayList<>();
    for (HttpPort port : table.hosts()) {
      int number = port.port().number();
      ImmutableList.Builder<String> domains = ImmutableList.builder();
      for (String domain : port.domains()) {
        domains.add(domain + ":" + number);
        if (number == HTTP_PORT) {
          domains.add(domain);
        }
      }
      hosts.add(host(port.name(), domains.build(), port.service(), routes(port, rules)));
    }
    hosts.add(catchAll());
    return hosts;
  }

  private static ImmutableList<String> without(Set<String> taken, ImmutableList<String> domains) {
    return taken.isEmpty() || domains.stream().noneMatch(taken::contains)
        ? domains
        : domains.stream()
            .filter(domain -> !taken.contains(domain))
            .collect(ImmutableList.toImmutableList());
  }

  /** The routes of the VirtualService, if any of it concerns this port and proxy. */
  private RoutesFragment routes(HttpPort port, VirtualServiceLookup rules) {
    Optional<ConfigObject<VirtualService>> rule = rules.rule(port.service().hostname());
    if (rule.isPresent()) {
      RoutesFragment routes = routes(rule.get(), port.port().number());
      if (!routes.isEmpty()) {
        return routes;
      }
    }
    return serviceRoutes(port.service(), port.port().number());
  }

  private RoutesFragment routes(ConfigObject<VirtualService> rule, int port) {
    return memos.routes(
        new VirtualServiceRoutesInputs(
            rule,
            RouteSelection.of(rule, source),
            port,
            false,
            targets.targets(rule, port),
            defaults));
  }

  private RoutesFragment serviceRoutes(MeshService service, int port) {
    Optional<ConfigObject<DestinationRule>> rule = view.rules().ruleFor(service);
    Optional<LoadBalancer.HashKey> hashKey =
        HashPolicyResolver.hashKey(view.meshConfig(), rule, port, "");
    ImmutableList<ConfigKey> origins =
        hashKey.isPresent()
            ? ImmutableList.of(service.origin(), rule.orElseThrow().key())
            : ImmutableList.of(service.origin());
    return memos.routes(
        new ServiceRoutesInputs(service.hostname(), port, hashKey, defaults, origins));
  }

  private VirtualHostFragment catchAll() {
    CatchAllRoutesInputs inputs = CatchAllResolver.resolve(view);
    String name =
        inputs.cluster().isPresent() ? VirtualHostName.ALLOW_ANY : VirtualHostName.BLOCK_ALL;
    return memos.host(
        new VirtualHostInputs(
            name,
            ImmutableList.of(ANY_HOST),
            ImmutableList.of(memos.routes(inputs)),
            false,
            defaults.withoutRetries(),
            inputs.origins()));
  }

  private VirtualHostFragment host(
      String name, ImmutableList<String> domains, MeshService service, RoutesFragment routes) {
    return host(name, domains, ImmutableList.of(service.origin()), routes);
  }

  private VirtualHostFragment host(
      String name,
      ImmutableList<String> domains,
      ImmutableList<ConfigKey> origins,
      RoutesFragment routes) {
    return memos.host(
        new VirtualHostInputs(name, domains, ImmutableList.of(routes), false, defaults, origins));
  }
}
