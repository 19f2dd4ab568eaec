package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.Sidecar;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.model.MeshService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes outbound views, out of the parts of an earlier one wherever those came out the same. */
final class OutboundViews {

  private final OutboundSources sources;
  private final OutboundKey scope;
  private final Optional<OutboundView> earlier;
  private final boolean sameServices;
  private final boolean sameRoutes;
  private final boolean sameRules;
  private final boolean sameSettings;

  private OutboundViews(
      OutboundSources sources,
      OutboundKey scope,
      OutboundSources before,
      Optional<OutboundView> earlier) {
    this.sources = sources;
    this.scope = scope;
    this.earlier = earlier;
    this.sameServices = before.visibility() == sources.visibility();
    this.sameRoutes = before.routingRules() == sources.routingRules();
    this.sameSettings =
        earlier.isPresent() && before.model().meshConfig() == sources.model().meshConfig();
    this.sameRules =
        before.destinationRules() == sources.destinationRules()
            && before.model().rootNamespace().equals(sources.model().rootNamespace());
  }

  /**
   * A view that is new only where it must be.
   *
   * @param before what {@code earlier} was made of
   */
  static OutboundView of(
      OutboundSources sources,
      OutboundKey scope,
      OutboundSources before,
      Optional<OutboundView> earlier) {
    return new OutboundViews(sources, scope, before, earlier).view();
  }

  private OutboundView view() {
    MeshModel model = sources.model();
    MeshConfig meshConfig =
        sameSettings ? earlier.get().meshConfig() : scope.applied(model.meshConfig());
    Optional<ConfigObject<Sidecar>> sidecar = scope.sidecar().flatMap(model.sidecars()::get);
    ImmutableList<EgressScope> egress = egress(sidecar);
    ServiceScope services =
        sidecar.isEmpty()
            ? egress.getFirst().services()
            : scopeOf(
                RoutedServices.union(
                    egress, sources.visibility(), scope.namespace(), model.domain()),
                earlier.map(OutboundView::services));
    TrafficRules rules = rules(model);
    RuleSecrets secrets =
        rules.credentials().isEmpty()
            ? RuleSecrets.NONE
            : RuleSecrets.of(CredentialStore.of(model, scope), rules.credentials());
    boolean same =
        earlier
            .filter(
                view ->
                    view.meshConfig() == meshConfig
                        && view.sidecar().equals(sidecar)
                        && view.services() == services
                        && view.rules() == rules
                        && view.secrets().equals(secrets)
                        && view.egress() == egress)
            .isPresent();
    return same
        ? earlier.get()
        : new OutboundView(scope, meshConfig, sidecar, services, egress, rules, secrets);
  }

  private ImmutableList<EgressScope> egress(Optional<ConfigObject<Sidecar>> sidecar) {
    List<EgressScope> scopes = new ArrayList<>();
    List<Sidecar.EgressListener> listeners =
        sidecar.map(object -> object.spec().egress()).orElse(ImmutableList.of());
    if (listeners.isEmpty()) {
      scopes.add(everything());
    }
    for (Sidecar.EgressListener listener : portsFirst(listeners)) {
      scopes.add(imported(listener, earlierScope(scopes.size())));
    }
    boolean same =
        earlier.isPresent()
            && earlier.get().egress().size() == scopes.size()
            && isSame(earlier.get().egress(), scopes);
    return same ? earlier.get().egress() : ImmutableList.copyOf(scopes);
  }

  private static boolean isSame(List<EgressScope> before, List<EgressScope> now) {
    for (int i = 0; i < now.size(); i++) {
      if (before.get(i) != now.get(i)) {
        return false;
      }
    }
    return true;
  }

  /** A listener without a port takes what those with one leave. */
  private static List<Sidecar.EgressListener> portsFirst(List<Sidecar.EgressListener> listeners) {
    List<Sidecar.EgressListener> ordered = new ArrayList<>();
    listeners.stream().filter(listener -> listener.port().isPresent()).forEach(ordered::add);
    listeners.stream().filter(listener -> listener.port().isEmpty()).forEach(ordered::add);
    return ordered;
  }

  private Optional<EgressScope> earlierScope(int position) {
    return earlier
        .filter(view -> view.egress().size() > position)
        .map(view -> view.egress().get(position));
  }

  /** Without egress listeners everything that is exported to the namespace can be called. */
  private EgressScope everything() {
    return same(
        new EgressScope(Optional.empty(), sources.visibility().of(scope.namespace()), meshRoutes()),
        earlierScope(0));
  }

  /** Gateways get their routes by Gateway, and none of the gateway {@code mesh}. */
  private ImmutableList<ConfigObject<VirtualService>> meshRoutes() {
    return switch (scope.kind()) {
      case ROUTER -> ImmutableList.of();
      case SIDECAR ->
          sources.routingRules().forMesh().stream()
              .filter(route -> route.isVisibleTo(scope.namespace()))
              .map(PreparedRoute::object)
              .collect(ImmutableList.toImmutableList());
    };
  }

  private EgressScope imported(
      Sidecar.EgressListener listener, Optional<EgressScope> earlierScope) {
    EgressImports imports = new EgressImports(listener, scope.namespace());
    Optional<EgressScope> known =
        earlierScope.filter(scope -> scope.listener().equals(Optional.of(listener)));
    ServiceScope services =
        known
            .filter(_ -> sameServices)
            .map(EgressScope::services)
            .orElseGet(
                () ->
                    scopeOf(
                        imports.services(sources.visibility().services()),
                        earlierScope.map(EgressScope::services)));
    ImmutableList<ConfigObject<VirtualService>> routes =
        known
            .filter(_ -> sameRoutes)
            .map(EgressScope::virtualServices)
            .orElseGet(() -> imports.virtualServices(sources.routingRules()));
    return same(new EgressScope(Optional.of(listener), services, routes), earlierScope);
  }

  private static ServiceScope scopeOf(
      ImmutableList<MeshService> services, Optional<ServiceScope> earlier) {
    return earlier
        .filter(scope -> scope.services().equals(services))
        .orElseGet(() -> new ServiceScope(services));
  }

  private static EgressScope same(EgressScope now, Optional<EgressScope> earlier) {
    return earlier
        .filter(
            scope ->
                scope.services() == now.services()
                    && scope.listener().equals(now.listener())
                    && scope.virtualServices().equals(now.virtualServices()))
        .orElse(now);
  }

  private TrafficRules rules(MeshModel model) {
    if (sameRules && earlier.isPresent()) {
      return earlier.get().rules();
    }
    ScopedRules now = ScopedRules.of(sources.destinationRules(), scope, model.rootNamespace());
    return earlier
        .map(OutboundView::rules)
        .filter(rules -> rules instanceof ScopedRules before && before.saysTheSameAs(now))
        .orElse(now);
  }
}
