package io.meltemi.translator;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.meltemi.translator.cluster.ClusterTranslator;
import io.meltemi.translator.endpoint.EndpointTranslator;
import io.meltemi.translator.listener.ListenerTranslator;
import io.meltemi.translator.listener.Listeners;
import io.meltemi.translator.memo.MemoStats;
import io.meltemi.translator.model.Place;
import io.meltemi.translator.proxy.OutboundKey;
import io.meltemi.translator.proxy.OutboundView;
import io.meltemi.translator.proxy.ProxyClass;
import io.meltemi.translator.proxy.ProxyView;
import io.meltemi.translator.route.RouteTables;
import io.meltemi.translator.route.RouteTranslator;
import io.meltemi.translator.secret.SecretTranslator;
import io.meltemi.translator.xds.ModelRevision;
import io.meltemi.translator.xds.ProxySnapshot;
import io.meltemi.translator.xds.ResourceSet;
import io.meltemi.translator.xds.XdsType;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What is made for a class of proxies, written out in order.
 *
 * <p>What depends on the outbound view alone is made once for all classes that have it. Belongs to
 * one thread; remembers only what makes the next translation cheaper: the same view gives the same
 * snapshot whatever was translated before.
 */
public final class MeshTranslator {

  private final ClusterTranslator clusters;
  private final EndpointTranslator endpoints;
  private final ListenerTranslator listeners;
  private final RouteTranslator routes;
  private final SecretTranslator secrets;
  private final boolean remembers;
  private final Map<OutboundKey, OutboundResources> outbound = new HashMap<>();
  private final Map<ProxyClass, Latest> latest = new HashMap<>();
  private final Map<ProxyClass, Union> clusterUnions = new HashMap<>();
  private final Map<ProxyClass, Union> listenerUnions = new HashMap<>();

  public MeshTranslator() {
    this(
        new ClusterTranslator(),
        new EndpointTranslator(),
        ListenerTranslator.create(),
        new RouteTranslator(),
        SecretTranslator.create(),
        true);
  }

  private MeshTranslator(
      ClusterTranslator clusters,
      EndpointTranslator endpoints,
      ListenerTranslator listeners,
      RouteTranslator routes,
      SecretTranslator secrets,
      boolean remembers) {
    this.clusters = clusters;
    this.endpoints = endpoints;
    this.listeners = listeners;
    this.routes = routes;
    this.secrets = secrets;
    this.remembers = remembers;
  }

  /** Makes everything anew each time: what the law "with and without memo, equal" compares with. */
  public static MeshTranslator withoutMemo() {
    return new MeshTranslator(
        ClusterTranslator.withoutMemo(),
        EndpointTranslator.withoutMemo(),
        ListenerTranslator.withoutMemo(),
        RouteTranslator.withoutMemo(),
        SecretTranslator.withoutMemo(),
        false);
  }

  /** The snapshot of one class at one revision. */
  public Translation translate(ProxyView view, ModelRevision revision) {
    Place place = view.proxyClass().place();
    ResourceSet calling =
        clusters.clusters(view.outbound(), view.endpoints(), view.peers(), place.locality());
    ResourceSet called = endpoints.endpoints(view.outbound(), view.endpoints(), place);
    Latest known = latest.get(view.proxyClass());
    Translation made =
        known != null && known.calling == calling && view.differsInEndpointsOnly(known.view)
            ? known.translation.with(revision, XdsType.ENDPOINT, called)
            : translation(view, revision, calling, called);
    if (remembers) {
      latest.put(view.proxyClass(), new Latest(view, calling, made));
    }
    return made;
  }

  private Translation translation(
      ProxyView view, ModelRevision revision, ResourceSet calling, ResourceSet called) {
    return switch (view.proxyClass().kind()) {
      case SIDECAR -> {
        OutboundResources shared = outbound(view.outbound());
        Listeners inbound = listeners.inbound(view);
        ResourceSet all =
            union(listenerUnions, view, shared.listeners.resources(), inbound.resources());
        yield translation(view, revision, calling, called, all, shared.routes.resources())
            .with(shared.listeners.diagnostics())
            .with(inbound.diagnostics())
            .with(shared.routes.diagnostics());
      }
      case ROUTER -> {
        Listeners edge = listeners.gateway(view);
        RouteTables tables = routes.gatewayRoutes(view);
        yield translation(view, revision, calling, called, edge.resources(), tables.resources())
            .with(edge.diagnostics())
            .with(tables.diagnostics());
      }
    };
  }

  private Translation translation(
      ProxyView view,
      ModelRevision revision,
      ResourceSet calling,
      ResourceSet called,
      ResourceSet listening,
      ResourceSet routing) {
    return Translation.of(
            ProxySnapshot.of(
                revision,
                ImmutableMap.of(
                    XdsType.CLUSTER,
                    union(clusterUnions, view, calling, clusters.inbound(view)),
                    XdsType.ENDPOINT,
                    called,
                    XdsType.LISTENER,
                    listening,
                    XdsType.ROUTE,
                    routing,
                    XdsType.SECRET,
                    secrets.secrets(view))))
        .with(secrets.findings(view));
  }

  /** Forgets what was remembered for classes that no proxy is in any more. */
  public void retain(Set<ProxyClass> live) {
    latest.keySet().retainAll(live);
    clusterUnions.keySet().retainAll(live);
    listenerUnions.keySet().retainAll(live);
    ImmutableSet<OutboundKey> scopes =
        live.stream().map(ProxyClass::outbound).collect(ImmutableSet.toImmutableSet());
    outbound.keySet().retainAll(scopes);
    clusters.retain(scopes);
    endpoints.retain(
        live.stream().map(EndpointTranslator.Client::of).collect(ImmutableSet.toImmutableSet()));
    routes.retain(scopes);
  }

  /** How many resources of a type were made, and how many were there already. */
  public MemoStats stats(XdsType type) {
    return switch (type) {
      case CLUSTER -> clusters.stats();
      case ENDPOINT -> endpoints.stats();
      case LISTENER -> listeners.stats();
      case ROUTE -> routes.stats();
      case SECRET -> secrets.stats();
    };
  }

  private OutboundResources outbound(OutboundView view) {
    OutboundResources known = outbound.get(view.scope());
    if (known != null && known.view == view) {
      return known;
    }
    OutboundResources made =
        new OutboundResources(view, listeners.outbound(view), routes.routes(view));
    if (remembers) {
      outbound.put(view.scope(), made);
    }
    return made;
  }

  /** Both sets in one; the set of last time if both are those of last time. */
  private ResourceSet union(
      Map<ProxyClass, Union> unions, ProxyView view, ResourceSet shared, ResourceSet own) {
    Union known = unions.get(view.proxyClass());
    if (known != null && known.shared == shared && known.own.equals(own)) {
      return known.all;
    }
    Union made = new Union(shared, own, shared.including(own));
    if (remembers) {
      unions.put(view.proxyClass(), made);
    }
    return made.all;
  }

  /** What a class had last, and from what; a change of endpoints leaves all else as it is. */
  private record Latest(ProxyView view, ResourceSet calling, Translation translation) {}

  /** What all classes with one outbound view share. */
  private record OutboundResources(OutboundView view, Listeners listeners, RouteTables routes) {}

  private record Union(ResourceSet shared, ResourceSet own, ResourceSet all) {}
}
