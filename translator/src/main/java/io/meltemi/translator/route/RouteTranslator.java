package io.meltemi.translator.route;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Interner;
import com.google.common.collect.Interners;
import io.meltemi.translator.memo.MemoStats;
import io.meltemi.translator.proxy.OutboundKey;
import io.meltemi.translator.proxy.OutboundView;
import io.meltemi.translator.proxy.ProxyView;
import io.meltemi.translator.xds.XdsResource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the route configurations of sidecars and gateways.
 *
 * <p>Remembers what it made: for the same view, everything; for a new view of the same scope, every
 * virtual host whose parts are the same references; for equal inputs anywhere, routes, virtual
 * hosts and tables. So a change costs what it touches. Not thread-safe: it belongs to the one
 * thread that translates.
 */
public final class RouteTranslator {

  private final RouteMemos memos;
  private final boolean remembers;
  private final Map<OutboundKey, ScopeMemory> scopes = new HashMap<>();
  private final Interner<ImmutableList<String>> domains = Interners.newWeakInterner();

  private RouteTranslator(RouteMemos memos, boolean remembers) {
    this.memos = memos;
    this.remembers = remembers;
  }

  public RouteTranslator() {
    this(RouteMemos.create(), true);
  }

  /** One that makes everything anew: for the law that memory changes nothing. */
  public static RouteTranslator withoutMemo() {
    return new RouteTranslator(RouteMemos.withoutMemo(), false);
  }

  /** The route configurations that a sidecar's outbound listeners ask for. */
  public RouteTables routes(OutboundView view) {
    @Nullable ScopeMemory earlier = scopes.get(view.scope());
    Optional<RouteTables> known = ScopeMemory.tables(earlier, view);
    if (known.isPresent()) {
      return known.get();
    }
    ScopeMemory.Recorder recorder = new ScopeMemory.Recorder(view, earlier, domains);
    RouteTables tables = generate(new OutboundRouteResolver(memos, recorder, view).resolve());
    if (remembers) {
      scopes.put(view.scope(), recorder.complete(tables));
    }
    return tables;
  }

  /** The route configurations that a gateway's listeners ask for. */
  public RouteTables gatewayRoutes(ProxyView view) {
    return generate(new GatewayRouteResolver(memos, view).resolve());
  }

  /** Forgets what was remembered for scopes that no proxy is in any more. */
  public void retain(Set<OutboundKey> live) {
    scopes.keySet().retainAll(live);
  }

  /** How much was remembered, and how much had to be made. */
  public MemoStats stats() {
    return memos.stats();
  }

  private RouteTables generate(ImmutableList<RouteConfigurationInputs> inputs) {
    ImmutableList.Builder<XdsResource> resources = ImmutableList.builder();
    inputs.forEach(table -> resources.add(memos.configuration(table)));
    return RouteTables.of(resources.build(), inputs);
  }
}
