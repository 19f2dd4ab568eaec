package io.meltemi.translator.route;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.Destination;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.config.HttpRoute;
import io.meltemi.translator.config.LoadBalancer;
import io.meltemi.translator.config.PortSelector;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.model.Hostname;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.proxy.OutboundView;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Finds the services, ports and DestinationRules that a rule's destinations name. */
final class RouteTargetResolver {

  private final OutboundView view;
  private final String clusterDomain;

  RouteTargetResolver(OutboundView view) {
    this.view = view;
    this.clusterDomain = view.scope().clusterDomain();
  }

  /**
   * Every destination of the rule's HTTP routes once, mirrors included, in the order of the rule.
   *
   * @param listenPort the port that clients dial, which a destination without a port means
   */
  ImmutableList<RouteTarget> targets(ConfigObject<VirtualService> rule, int listenPort) {
    Set<Destination> destinations = new LinkedHashSet<>();
    for (HttpRoute route : rule.spec().http()) {
      route.route().forEach(weighted -> destinations.add(weighted.destination()));
      route.mirror().ifPresent(destinations::add);
      route.mirrors().forEach(mirror -> destinations.add(mirror.destination()));
    }
    ImmutableList.Builder<RouteTarget> targets = ImmutableList.builder();
    for (Destination destination : destinations) {
      targets.add(target(destination, rule.namespace(), listenPort));
    }
    return targets.build();
  }

  /** What one destination means in a rule of {@code namespace}. */
  RouteTarget target(Destination destination, String namespace, int listenPort) {
    String hostname = Hostname.resolve(destination.host(), namespace, clusterDomain).text();
    Optional<MeshService> service = view.services().service(hostname);
    int port = port(destination, service, listenPort);
    if (service.isEmpty()) {
      return new RouteTarget(
          destination,
          hostname,
          port,
          Optional.empty(),
          unlessScoped(RouteTarget.Reference.UNKNOWN_HOST),
          ImmutableList.of());
    }
    return known(destination, service.get(), port);
  }

  private RouteTarget known(Destination destination, MeshService service, int port) {
    Optional<ConfigObject<DestinationRule>> rule = view.rules().ruleFor(service);
    Optional<LoadBalancer.HashKey> hashKey =
        HashPolicyResolver.hashKey(view.meshConfig(), rule, port, destination.subset());
    ImmutableList.Builder<ConfigKey> origins = ImmutableList.builder();
    origins.add(service.origin());
    if (hashKey.isPresent()) {
      origins.addAll(view.rules().originsOf(rule.get()));
    }
    return new RouteTarget(
        destination,
        service.hostname(),
        port,
        hashKey,
        reference(destination, service, port, rule),
        origins.build());
  }

  private RouteTarget.Reference reference(
      Destination destination,
      MeshService service,
      int port,
      Optional<ConfigObject<DestinationRule>> rule) {
    if (service.port(port).isEmpty()) {
      return RouteTarget.Reference.UNKNOWN_PORT;
    }
    String subset = destination.subset();
    boolean exists =
        subset.isEmpty()
            || (rule.isPresent()
                && rule.get().spec().subsets().stream()
                    .anyMatch(candidate -> candidate.name().equals(subset)));
    return exists ? RouteTarget.Reference.KNOWN : RouteTarget.Reference.UNKNOWN_SUBSET;
  }

  /** A Sidecar hides services on purpose: what it hides is not the rule's mistake. */
  private RouteTarget.Reference unlessScoped(RouteTarget.Reference reference) {
    return view.sidecar().isPresent() ? RouteTarget.Reference.KNOWN : reference;
  }

  /**
   * The destination's own port; else the one clients dial, if the service has it; else the
   * service's only one.
   */
  private static int port(Destination destination, Optional<MeshService> service, int listenPort) {
    Optional<PortSelector> own = destination.port();
    if (own.isPresent()) {
      return own.get().number();
    }
    boolean only =
        service.isPresent()
            && service.get().ports().size() == 1
            && service.get().port(listenPort).isEmpty();
    return only ? service.get().ports().getFirst().number() : listenPort;
  }
}
