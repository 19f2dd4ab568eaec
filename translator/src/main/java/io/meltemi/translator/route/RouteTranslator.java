package io.meltemi.translator.route;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.MapMaker;
import io.meltemi.translator.memo.MemoStats;
import io.meltemi.translator.proxy.OutboundView;
import io.meltemi.translator.proxy.ProxyView;
import io.meltemi.translator.proxy.ServiceScope;
import io.meltemi.translator.xds.XdsResource;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes the route configurations of sidecars and gateways.
 *
 * <p>Remembers what it made: for the same view, everything; for the same services, which hosts
 * there are and what clients call them; for a rule, its routes; so that after a change only what
 * the change touches is made again. Not thread-safe: it belongs to the one thread that translates.
 */
public final class RouteTranslator {

  private final RouteMemos memos;

  // Views and scopes are the same reference as long as they say the same; weak keys compare so.
  private final Map<OutboundView, RouteTables> tables = new MapMaker().weakKeys().makeMap();
  private final Map<ServiceScope, Map<String, HttpPorts>> ports =
      new MapMaker().weakKeys().makeMap();

  public RouteTranslator() {
    this(RouteMemos.remembering());
  }

  private RouteTranslator(RouteMemos memos) {
    this.memos = memos;
  }

  /** One that makes everything anew: for the law that memory changes nothing. */
  public static RouteTranslator forgetting() {
    return new RouteTranslator(RouteMemos.forgetting());
  }

  /** The route configurations that a sidecar's outbound listeners ask for. */
  public RouteTables routes(OutboundView view) {
    RouteTables known = tables.get(view);
    if (known == null) {
      known = resolve(view);
      tables.put(view, known);
    }
    return known;
  }

  /** The route configurations that a gateway's listeners ask for. */
  public RouteTables gatewayRoutes(ProxyView view) {
    return generate(new GatewayRouteResolver(memos, view).resolve());
  }

  /** How much was remembered, and how much had to be made. */
  public MemoStats stats() {
    return memos.stats();
  }

  private RouteTables resolve(OutboundView view) {
    OutboundRouteResolver resolver = new OutboundRouteResolver(memos, view);
    String dnsDomain = view.scope().dnsDomain();
    return generate(
        OutboundTableResolver.tables(view, scope -> ports(scope.services(), dnsDomain)).stream()
            .map(resolver::resolve)
            .collect(ImmutableList.toImmutableList()));
  }

  private HttpPorts ports(ServiceScope services, String dnsDomain) {
    return ports
        .computeIfAbsent(services, _ -> new HashMap<>())
        .computeIfAbsent(dnsDomain, domain -> HttpPorts.of(services, domain));
  }

  private RouteTables generate(ImmutableList<RouteConfigurationInputs> inputs) {
    ImmutableList.Builder<XdsResource> resources = ImmutableList.builder();
    inputs.forEach(table -> resources.add(memos.configuration(table)));
    return RouteTables.of(resources.build(), inputs);
  }
}
