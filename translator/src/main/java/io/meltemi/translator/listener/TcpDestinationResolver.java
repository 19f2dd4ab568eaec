package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.meltemi.translator.config.ClientTls;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.Destination;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.PortSelector;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.destination.DestinationPolicy;
import io.meltemi.translator.destination.TrafficPolicyResolver;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.model.Hostname;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.naming.ClusterName;
import io.meltemi.translator.proxy.Merged;
import io.meltemi.translator.proxy.OutboundKey;
import io.meltemi.translator.proxy.ServiceScope;
import io.meltemi.translator.proxy.TrafficRules;
import java.util.List;
import java.util.Optional;

/** Finds the clusters that connections go to, and the policy of the way there. */
final class TcpDestinationResolver {

  private final ServiceScope services;
  private final TrafficRules rules;
  private final MeshConfig mesh;
  private final String clusterDomain;
  private final UnknownDestinations unknown;
  private final DetectedBytes bytes;

  TcpDestinationResolver(
      ServiceScope services,
      TrafficRules rules,
      MeshConfig mesh,
      OutboundKey scope,
      UnknownDestinations unknown) {
    this.services = services;
    this.rules = rules;
    this.mesh = mesh;
    this.clusterDomain = scope.clusterDomain();
    this.bytes = DetectedBytes.of(scope, mesh);
    this.unknown = unknown;
  }

  /** Where connections go, and the objects that say so. */
  record Target(ChainFilters.Tcp filters, ImmutableSortedSet<ConfigKey> origins) {}

  /** To all endpoints of a service's port. */
  Target target(MeshService service, int port) {
    String cluster = ClusterName.outbound(port, "", service.hostname()).toString();
    Optional<ConfigObject<DestinationRule>> rule = rules.ruleFor(service);
    DestinationPolicy said = TrafficPolicyResolver.resolve(mesh, rule, port, "");
    TcpPolicy policy = TcpPolicy.of(said);
    ImmutableSortedSet.Builder<ConfigKey> origins = ImmutableSortedSet.naturalOrder();
    origins.add(service.origin());
    rule.filter(_ -> !policy.equals(TcpPolicy.NONE))
        .ifPresent(found -> origins.addAll(Merged.origins(found)));
    return new Target(
        new ChainFilters.Tcp(
            cluster,
            ImmutableList.of(new ChainFilters.WeightedCluster(cluster, 1)),
            policy,
            bytes.isNeeded(service, port, said.tls())),
        origins.build());
  }

  /**
   * To the destinations of a route; absent when it has none that gets a share.
   *
   * @param listenPort which a destination without a port means
   */
  Optional<Target> target(
      ConfigObject<VirtualService> rule,
      ImmutableList<VirtualService.RouteDestination> routes,
      int listenPort) {
    ImmutableList<VirtualService.RouteDestination> shares =
        routes.size() == 1
            ? routes
            : routes.stream()
                .filter(share -> share.weight() > 0)
                .collect(ImmutableList.toImmutableList());
    if (shares.isEmpty()) {
      return Optional.empty();
    }
    shares.forEach(share -> check(rule, share.destination(), listenPort));
    ImmutableList<ChainFilters.WeightedCluster> clusters =
        shares.stream()
            .map(
                share ->
                    new ChainFilters.WeightedCluster(
                        cluster(share.destination(), rule.namespace(), listenPort),
                        Math.max(1, share.weight())))
            .collect(ImmutableList.toImmutableList());
    return Optional.of(target(rule, shares, clusters, listenPort));
  }

  private Target target(
      ConfigObject<VirtualService> rule,
      ImmutableList<VirtualService.RouteDestination> shares,
      ImmutableList<ChainFilters.WeightedCluster> clusters,
      int listenPort) {
    ImmutableSortedSet.Builder<ConfigKey> origins = ImmutableSortedSet.naturalOrder();
    origins.addAll(Merged.origins(rule));
    // One TCP proxy has one policy: the first destination's, and no subset's if there are several.
    Destination first = shares.getFirst().destination();
    Optional<MeshService> service = service(first, rule.namespace());
    Optional<ConfigObject<DestinationRule>> destinationRule = service.flatMap(rules::ruleFor);
    TcpPolicy policy =
        policy(
            destinationRule,
            port(first, service, listenPort),
            shares.size() == 1 ? first.subset() : "");
    destinationRule
        .filter(_ -> !policy.equals(TcpPolicy.NONE))
        .ifPresent(found -> origins.addAll(Merged.origins(found)));
    String statPrefix =
        shares.size() == 1 ? clusters.getFirst().cluster() : rule.name() + "." + rule.namespace();
    return new Target(
        new ChainFilters.Tcp(
            statPrefix, clusters, policy, announced(shares, rule.namespace(), listenPort)),
        origins.build());
  }

  /** All destinations of a route are offered the same protocols. */
  private boolean announced(
      List<VirtualService.RouteDestination> shares, String namespace, int listenPort) {
    boolean needed = false;
    for (VirtualService.RouteDestination share : shares) {
      Destination destination = share.destination();
      Optional<MeshService> service = service(destination, namespace);
      if (service.isPresent()) {
        int port = port(destination, service, listenPort);
        Optional<ClientTls> tls =
            TrafficPolicyResolver.resolve(
                    mesh, rules.ruleFor(service.get()), port, destination.subset())
                .tls();
        if (DetectedBytes.isForeign(tls)) {
          return false;
        }
        needed |= bytes.isNeeded(service.get(), port, tls);
      }
    }
    return needed;
  }

  private void check(ConfigObject<VirtualService> rule, Destination destination, int listenPort) {
    Optional<MeshService> service = service(destination, rule.namespace());
    unknown.check(
        rule,
        destination,
        port(destination, service, listenPort),
        service,
        service.flatMap(rules::ruleFor));
  }

  private TcpPolicy policy(Optional<ConfigObject<DestinationRule>> rule, int port, String subset) {
    return TcpPolicy.of(TrafficPolicyResolver.resolve(mesh, rule, port, subset));
  }

  /** The cluster that a destination in a rule of {@code namespace} means. */
  String cluster(Destination destination, String namespace, int listenPort) {
    int port = port(destination, service(destination, namespace), listenPort);
    return ClusterName.outbound(port, destination.subset(), hostname(destination, namespace))
        .toString();
  }

  private Optional<MeshService> service(Destination destination, String namespace) {
    return services.service(hostname(destination, namespace));
  }

  private String hostname(Destination destination, String namespace) {
    return Hostname.resolve(destination.host(), namespace, clusterDomain).text();
  }

  /** Its own port; else the one clients dial; else the service's only one. */
  private static int port(Destination destination, Optional<MeshService> service, int listenPort) {
    Optional<PortSelector> own = destination.port();
    if (own.isPresent()) {
      return own.get().number();
    }
    return service.map(found -> portOf(found, listenPort)).orElse(listenPort);
  }

  /** The port of a service that a listener's port means: its number, or the service's only one. */
  static int portOf(MeshService service, int listenPort) {
    return service.port(listenPort).isEmpty() && service.ports().size() == 1
        ? service.ports().getFirst().number()
        : listenPort;
  }
}
