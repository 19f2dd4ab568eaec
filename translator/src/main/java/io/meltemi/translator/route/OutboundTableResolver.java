package io.meltemi.translator.route;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.Sidecar;
import io.meltemi.translator.model.Protocol;
import io.meltemi.translator.naming.RouteName;
import io.meltemi.translator.proxy.EgressScope;
import io.meltemi.translator.proxy.OutboundView;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which route configurations a sidecar's listeners ask for, and which ports each covers: the rule
 * of {@link RouteName}.
 */
final class OutboundTableResolver {

  private final Function<EgressScope, HttpPorts> ports;
  private final Map<String, OutboundTable> tables = new LinkedHashMap<>();
  private final Set<Integer> declared = new HashSet<>();

  private OutboundTableResolver(Function<EgressScope, HttpPorts> ports) {
    this.ports = ports;
  }

  /**
   * The tables of a view.
   *
   * @param ports the HTTP ports of a scope
   * @return distinct names, in the order in which listeners are declared
   */
  static ImmutableList<OutboundTable> tables(
      OutboundView view, Function<EgressScope, HttpPorts> ports) {
    OutboundTableResolver resolver = new OutboundTableResolver(ports);
    for (EgressScope scope : view.egress()) {
      Optional<Sidecar.Port> port = scope.listener().flatMap(Sidecar.EgressListener::port);
      if (port.isPresent()) {
        resolver.declared(scope, port.get());
      } else {
        resolver.everyPort(scope);
      }
    }
    if (view.meshConfig().proxyHttpPort().orElse(0) > 0) {
      resolver.proxy(new RouteName.HttpProxy(), view.egress().getLast());
    }
    return ImmutableList.copyOf(resolver.tables.values());
  }

  /** An egress listener with a port or a socket of its own. */
  private void declared(EgressScope scope, Sidecar.Port port) {
    Protocol protocol = Protocol.parse(port.protocol());
    declared.add(port.number());
    if (!protocol.isHttp() && protocol != Protocol.DETECT) {
      return;
    }
    String bind = scope.listener().map(Sidecar.EgressListener::bind).orElse("");
    if (bind.startsWith(RouteName.UNIX)) {
      proxy(new RouteName.Socket(bind), scope);
    } else if (protocol == Protocol.HTTP_PROXY) {
      proxy(new RouteName.Port(port.number()), scope);
    } else {
      add(
          new OutboundTable(
              new RouteName.Port(port.number()),
              OutboundTable.Kind.PORT,
              scope,
              ports.apply(scope).on(port.number())));
    }
  }

  /** Listeners on all ports of the scope's services, but for those declared before. */
  private void everyPort(EgressScope scope) {
    ports
        .apply(scope)
        .byPort()
        .forEach(
            (number, hosts) -> {
              if (!declared.contains(number)) {
                onePort(scope, number, hosts);
              }
            });
  }

  private void onePort(EgressScope scope, int number, ImmutableList<HttpPort> hosts) {
    if (!hosts.stream().allMatch(HttpPort::isAlone)) {
      add(new OutboundTable(new RouteName.Port(number), OutboundTable.Kind.PORT, scope, hosts));
    }
    for (HttpPort host : hosts) {
      if (host.isAlone()) {
        add(
            new OutboundTable(
                new RouteName.Detected(host.service().hostname(), number),
                OutboundTable.Kind.SERVICE,
                scope,
                ImmutableList.of(host)));
      }
    }
  }

  private void proxy(RouteName name, EgressScope scope) {
    Stream<HttpPort> all =
        ports.apply(scope).byPort().values().stream().flatMap(ImmutableList::stream);
    add(
        new OutboundTable(
            name, OutboundTable.Kind.PROXY, scope, all.collect(ImmutableList.toImmutableList())));
  }

  private void add(OutboundTable table) {
    tables.putIfAbsent(table.name().toString(), table);
  }
}
