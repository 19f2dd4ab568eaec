package io.meltemi.translator.route;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.config.LoadBalancer;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.naming.VirtualHostName;
import io.meltemi.translator.proxy.EgressScope;
import io.meltemi.translator.proxy.OutboundView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
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
  private final ScopeMemory.Recorder memory;
  private final OutboundView view;
  private final RouteDefaults defaults;
  private final RouteSource source;
  private final RouteTargetResolver targets;
  private final String clusterDomain;

  OutboundRouteResolver(RouteMemos memos, ScopeMemory.Recorder memory, OutboundView view) {
    this.memos = memos;
    this.memory = memory;
    this.view = view;
    this.defaults = memos.defaults(view.meshConfig());
    this.source = RouteSource.sidecar(view.scope());
    this.targets = new RouteTargetResolver(view);
    this.clusterDomain = view.scope().clusterDomain();
  }

  ImmutableList<RouteConfigurationInputs> resolve() {
    IdentityHashMap<EgressScope, VirtualServiceLookup> lookups = new IdentityHashMap<>();
    ImmutableList.Builder<RouteConfigurationInputs> tables = ImmutableList.builder();
    for (OutboundTable table :
        OutboundTableResolver.tables(view, scope -> memory.ports(scope.services()))) {
      VirtualServiceLookup rules =
          lookups.computeIfAbsent(
              table.scope(),
              scope -> VirtualServiceLookup.of(scope.virtualServices(), clusterDomain));
      tables.add(resolve(table, rules));
    }
    return tables.build();
  }

  private RouteConfigurationInputs resolve(OutboundTable table, VirtualServiceLookup rules) {
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
    return host(port, rule(port, rules), ImmutableList.of(ANY_HOST));
  }

  private List<VirtualHostFragment> together(OutboundTable table, VirtualServiceLookup rules) {
    int port = table.hosts().isEmpty() ? 0 : table.hosts().getFirst().port().number();
    ImmutableList<RuledHost> ruled = RuledHosts.withoutService(table, rules, view.services(), port);
    Set<String> taken = new HashSet<>();
    ruled.forEach(host -> taken.add(host.domain()));
    List<VirtualHostFragment> hosts = new ArrayList<>(table.hosts().size() + ruled.size() + 1);
    for (HttpPort httpPort : table.hosts()) {
      Optional<ConfigObject<VirtualService>> rule = rule(httpPort, rules);
      ImmutableList<String> domains = without(taken, httpPort.domains());
      hosts.add(memory.host(httpPort, rule, domains, () -> host(httpPort, rule, domains)));
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
      hosts.add(host(port, rule(port, rules), domains.build()));
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

  /** An alias without a rule of its own follows the rule of the service it stands for. */
  private Optional<ConfigObject<VirtualService>> rule(HttpPort port, VirtualServiceLookup rules) {
    MeshService service = port.service();
    Optional<ConfigObject<VirtualService>> own = rules.rule(service.hostname());
    if (own.isPresent() || service.externalName().isEmpty()) {
      return own;
    }
    return rules.rule(concrete(port).hostname());
  }

  /** What an ExternalName stands for, if that is a service of the mesh with the same port. */
  private MeshService concrete(HttpPort port) {
    MeshService service = port.service();
    return service
        .externalName()
        .flatMap(view.services()::service)
        .filter(target -> target.port(port.port().number()).isPresent())
        .orElse(service);
  }

  /** The rule's routes if any of it concerns this port and proxy, else the plain way. */
  private RoutesFragment routes(HttpPort port, Optional<ConfigObject<VirtualService>> rule) {
    if (rule.isPresent()) {
      RoutesFragment routes = routes(rule.get(), port.port().number());
      if (!routes.isEmpty()) {
        return routes;
      }
    }
    return serviceRoutes(concrete(port), port.port().number());
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
    ImmutableList.Builder<ConfigKey> origins = ImmutableList.builder();
    origins.add(service.origin());
    if (hashKey.isPresent()) {
      origins.addAll(view.rules().originsOf(rule.orElseThrow()));
    }
    return memos.routes(
        new ServiceRoutesInputs(service.hostname(), port, hashKey, defaults, origins.build()));
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
      HttpPort port, Optional<ConfigObject<VirtualService>> rule, ImmutableList<String> domains) {
    return host(
        port.name(), domains, ImmutableList.of(port.service().origin()), routes(port, rule));
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
