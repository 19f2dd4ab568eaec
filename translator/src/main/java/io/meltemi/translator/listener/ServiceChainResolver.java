package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.diagnostic.Position;
import io.meltemi.translator.model.MeshService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The chains that connections to one service take: VirtualService tcp and tls routes applied. */
final class ServiceChainResolver {

  private final L4Rules rules;
  private final L4Matcher matcher;
  private final TcpDestinationResolver destinations;
  private final List<Diagnostic> diagnostics;

  ServiceChainResolver(
      L4Rules rules,
      L4Matcher matcher,
      TcpDestinationResolver destinations,
      List<Diagnostic> diagnostics) {
    this.rules = rules;
    this.matcher = matcher;
    this.destinations = destinations;
    this.diagnostics = diagnostics;
  }

  /**
   * By SNI, for what is TLS from end to end.
   *
   * @param ranges the service's address ranges, where the listener is shared with others
   * @param ownAddress whether whoever comes to the listener means this service
   */
  ImmutableList<ListenerClaim> tls(
      MeshService service,
      int listenPort,
      ImmutableSortedSet<AddressPrefix> ranges,
      boolean ownAddress) {
    ImmutableList<ListenerClaim> routed = tlsRoutes(service, listenPort, ranges);
    if (!routed.isEmpty()) {
      return routed;
    }
    ChainMatch match = ChainMatch.to(ranges);
    if (ownAddress) {
      return ImmutableList.of(toService(service, listenPort, match));
    }
    return ServerNames.of(ImmutableList.of(service.hostname()))
        .map(names -> toService(service, listenPort, match.withServerNames(names)))
        .map(ImmutableList::of)
        .orElse(ImmutableList.of());
  }

  private ImmutableList<ListenerClaim> tlsRoutes(
      MeshService service, int listenPort, ImmutableSortedSet<AddressPrefix> ranges) {
    List<ListenerClaim> claims = new ArrayList<>();
    for (ConfigObject<VirtualService> rule : rules.forHost(service.hostname())) {
      for (VirtualService.TlsRoute route : rule.spec().tls()) {
        for (VirtualService.TlsMatch match : route.match()) {
          if (matcher.accepts(match, listenPort, rule.namespace())) {
            tlsMatch(rule, match, ranges)
                .flatMap(
                    chainMatch ->
                        destinations
                            .target(rule, route.route(), listenPort)
                            .map(target -> claim(rule.key(), chainMatch, target)))
                .ifPresent(claims::add);
          }
        }
      }
    }
    return ImmutableList.copyOf(claims);
  }

  private Optional<ChainMatch> tlsMatch(
      ConfigObject<VirtualService> rule,
      VirtualService.TlsMatch match,
      ImmutableSortedSet<AddressPrefix> ranges) {
    ImmutableSortedSet<AddressPrefix> subnets = prefixes(rule.key(), match.destinationSubnets());
    return serverNames(rule.key(), match.sniHosts())
        .map(ChainMatch.to(subnets.isEmpty() ? ranges : subnets)::withServerNames);
  }

  /** As {@link #tls}, for connections that may be anything. */
  ImmutableList<ListenerClaim> tcp(
      MeshService service, int listenPort, ImmutableSortedSet<AddressPrefix> ranges) {
    List<ListenerClaim> claims = new ArrayList<>();
    for (ConfigObject<VirtualService> rule : rules.forHost(service.hostname())) {
      for (VirtualService.TcpRoute route : rule.spec().tcp()) {
        boolean everything = addTcpRoute(claims, rule, route, listenPort, ranges);
        if (everything) {
          return ImmutableList.copyOf(claims);
        }
      }
    }
    claims.add(toService(service, listenPort, ChainMatch.to(ranges)));
    return ImmutableList.copyOf(claims);
  }

  /** Returns whether the route takes everything, so that nothing after it can match. */
  private boolean addTcpRoute(
      List<ListenerClaim> claims,
      ConfigObject<VirtualService> rule,
      VirtualService.TcpRoute route,
      int listenPort,
      ImmutableSortedSet<AddressPrefix> ranges) {
    ImmutableList<VirtualService.L4Match> matches =
        route.match().stream()
            .filter(match -> matcher.accepts(match, listenPort, rule.namespace()))
            .collect(ImmutableList.toImmutableList());
    if (matches.isEmpty() && !route.match().isEmpty()) {
      return false;
    }
    var target = destinations.target(rule, route.route(), listenPort);
    if (target.isEmpty()) {
      return false;
    }
    boolean everything =
        matches.isEmpty()
            || matches.stream().anyMatch(match -> match.destinationSubnets().isEmpty());
    ImmutableSortedSet<AddressPrefix> subnets =
        everything
            ? ranges
            : matches.stream()
                .flatMap(match -> prefixes(rule.key(), match.destinationSubnets()).stream())
                .collect(ImmutableSortedSet.toImmutableSortedSet(AddressPrefix::compareTo));
    if (everything || !subnets.isEmpty()) {
      claims.add(claim(rule.key(), ChainMatch.to(subnets), target.get()));
    }
    return everything || subnets.equals(ranges);
  }

  private ListenerClaim toService(MeshService service, int listenPort, ChainMatch match) {
    var target = destinations.target(service, TcpDestinationResolver.portOf(service, listenPort));
    return new ListenerClaim(
        service.origin(),
        FilterChainInputs.of("", match, target.filters()),
        target.origins().asList());
  }

  private static ListenerClaim claim(
      ConfigKey owner, ChainMatch match, TcpDestinationResolver.Target target) {
    return new ListenerClaim(
        owner,
        FilterChainInputs.of("", match, target.filters()).from(owner),
        target.origins().asList());
  }

  private Optional<ImmutableSortedSet<String>> serverNames(ConfigKey rule, List<String> names) {
    for (String name : names) {
      if (!name.equals("*") && ServerNames.parse(name).isEmpty()) {
        invalid(rule, "spec.tls.match.sniHosts", name + " is not a name that SNI can match");
      }
    }
    return ServerNames.of(names);
  }

  private ImmutableSortedSet<AddressPrefix> prefixes(ConfigKey rule, List<String> subnets) {
    ImmutableSortedSet.Builder<AddressPrefix> prefixes = ImmutableSortedSet.naturalOrder();
    for (String subnet : subnets) {
      AddressPrefix.parse(subnet)
          .ifPresentOrElse(
              prefixes::add,
              () -> invalid(rule, "destinationSubnets", subnet + " is no address or CIDR range"));
    }
    return prefixes.build();
  }

  private void invalid(ConfigKey object, String field, String message) {
    diagnostics.add(
        Diagnostic.warning(DiagnosticCode.INVALID_VALUE, object, Position.NONE, field, message));
  }
}
