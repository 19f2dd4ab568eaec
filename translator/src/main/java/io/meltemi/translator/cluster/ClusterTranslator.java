package io.meltemi.translator.cluster;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.destination.ClientScope;
import io.meltemi.translator.destination.ServiceResourceSets;
import io.meltemi.translator.destination.ServiceResources;
import io.meltemi.translator.memo.Memo;
import io.meltemi.translator.memo.MemoStats;
import io.meltemi.translator.model.EndpointIndex;
import io.meltemi.translator.model.Locality;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.ServiceEndpoints;
import io.meltemi.translator.model.ServiceKey;
import io.meltemi.translator.model.ServicePeerIndex;
import io.meltemi.translator.proxy.OutboundKey;
import io.meltemi.translator.proxy.OutboundView;
import io.meltemi.translator.proxy.ProxyKind;
import io.meltemi.translator.proxy.ProxyView;
import io.meltemi.translator.proxy.ServiceScope;
import io.meltemi.translator.proxy.TrafficRules;
import io.meltemi.translator.xds.ResourceSet;
import io.meltemi.translator.xds.XdsResource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All clusters of a proxy: those of its outbound view, shared with everybody who has the same view,
 * and its own inbound ones.
 *
 * <p>Remembers the last set of each view: a change that touches neither its services nor its rules
 * costs nothing, and an endpoint change only concerns clusters that carry their endpoints (DNS).
 * Not thread-safe, like {@link Memo}.
 */
public final class ClusterTranslator {
  private final boolean remembers;
  private final Memo<OutboundServiceInputs, ImmutableList<XdsResource>> services;
  private final Memo<OutboundClusterInputs, XdsResource> outbound;
  private final Memo<InboundClusterInputs, XdsResource> inbound;
  private final Memo<MeshwideClusterInputs, XdsResource> meshwide;
  private final Memo<PassthroughClusterInputs, XdsResource> passthrough;
  private final ServiceResourceSets sets;
  private final Map<OutboundKey, Fixed> latestFixed = new HashMap<>();
  private final Map<Client, Complete> latestComplete = new HashMap<>();

  public ClusterTranslator() {
    this.remembers = true;
    this.services = new Memo<>();
    this.outbound = new Memo<>();
    this.inbound = new Memo<>();
    this.meshwide = new Memo<>();
    this.passthrough = new Memo<>();
    this.sets = ServiceResourceSets.create();
  }

  private ClusterTranslator(ServiceResourceSets sets) {
    this.remembers = false;
    this.services = Memo.disabled();
    this.outbound = Memo.disabled();
    this.inbound = Memo.disabled();
    this.meshwide = Memo.disabled();
    this.passthrough = Memo.disabled();
    this.sets = sets;
  }

  /** Makes everything anew each time: what the law about memos compares with. */
  public static ClusterTranslator withoutMemo() {
    return new ClusterTranslator(ServiceResourceSets.withoutMemo());
  }

  /**
   * The outbound clusters of a view, with PassthroughCluster and BlackHoleCluster. Endpoints and
   * place matter to DNS clusters only; who answers for a service, to all.
   */
  public ResourceSet clusters(
      OutboundView view, EndpointIndex index, ServicePeerIndex peers, Locality locality) {
    Fixed fixed = fixed(view, peers);
    if (fixed.dnsServices.isEmpty()) {
      return fixed.resources.set();
    }
    ImmutableList<ServiceEndpoints> endpoints =
        fixed.dnsServices.stream()
            .map(service -> index.of(service.key()))
            .collect(ImmutableList.toImmutableList());
    Client key = new Client(view.scope(), locality);
    Complete known = latestComplete.get(key);
    if (known != null && known.fixed == fixed && known.endpoints.equals(endpoints)) {
      return known.set;
    }
    DnsEndpointResolver dns = new DnsEndpointResolver(index, locality);
    List<XdsResource> resources = new ArrayList<>();
    for (MeshService service : fixed.dnsServices) {
      resources.addAll(translated(inputs(view, fixed.client, peers, service), dns));
    }
    ResourceSet set = fixed.resources.set().including(ResourceSet.of(resources));
    if (remembers) {
      latestComplete.put(key, new Complete(fixed, endpoints, set));
    }
    return set;
  }

  /** What only a class has: a sidecar its inbound clusters, a gateway those that SNI names. */
  public ResourceSet inbound(ProxyView view) {
    List<XdsResource> resources = new ArrayList<>();
    if (view.proxyClass().kind() != ProxyKind.SIDECAR) {
      for (PassthroughClusterInputs inputs : PassthroughClusterResolver.resolve(view)) {
        resources.add(passthrough.get(inputs, PassthroughClusterGenerator::generate));
      }
      return ResourceSet.of(resources);
    }
    for (InboundClusterInputs inputs : InboundClusterResolver.resolve(view)) {
      resources.add(inbound.get(inputs, InboundClusterGenerator::generate));
    }
    MeshwideClusterResolver.inbound(view.meshConfig(), view.proxyClass())
        .map(inputs -> meshwide.get(inputs, MeshwideClusterGenerator::generate))
        .ifPresent(resources::add);
    return ResourceSet.of(resources);
  }

  /** Forgets the sets of views that nobody has any more. */
  public void retain(Set<OutboundKey> scopes) {
    latestFixed.keySet().retainAll(scopes);
    latestComplete.keySet().removeIf(client -> !scopes.contains(client.scope));
  }

  /** A miss is one translated resource. */
  public MemoStats stats() {
    return outbound.stats().plus(inbound.stats()).plus(meshwide.stats()).plus(passthrough.stats());
  }

  private Fixed fixed(OutboundView view, ServicePeerIndex peers) {
    Fixed known = latestFixed.get(view.scope());
    if (known != null && known.isFor(view)) {
      if (known.peers == peers) {
        return known;
      }
      return remembered(view, known.with(peers, updated(known, view, peers)));
    }
    ClientScope client = ClientScope.of(view);
    List<ImmutableList<XdsResource>> parts = new ArrayList<>();
    ImmutableList.Builder<MeshService> dnsServices = ImmutableList.builder();
    for (MeshService service : view.services().services()) {
      if (carriesEndpoints(service)) {
        dnsServices.add(service);
      } else {
        parts.add(services.get(inputs(view, client, peers, service), this::withoutEndpoints));
      }
    }
    ImmutableList.Builder<XdsResource> unknown = ImmutableList.builder();
    for (MeshwideClusterInputs inputs : MeshwideClusterResolver.outbound(view)) {
      unknown.add(meshwide.get(inputs, MeshwideClusterGenerator::generate));
    }
    parts.add(unknown.build());
    return remembered(
        view,
        new Fixed(
            view.services(),
            view.rules(),
            view.meshConfig(),
            client,
            peers,
            dnsServices.build(),
            sets.of(parts)));
  }

  private Fixed remembered(OutboundView view, Fixed made) {
    if (remembers) {
      latestFixed.put(view.scope(), made);
    }
    return made;
  }

  /** The clusters of the services that others answer for now. */
  private ServiceResources updated(Fixed known, OutboundView view, ServicePeerIndex peers) {
    ImmutableSet<ServiceKey> changed = peers.changedSince(known.peers);
    ImmutableMap.Builder<Integer, ImmutableList<XdsResource>> replacements = ImmutableMap.builder();
    int place = 0;
    for (MeshService service : view.services().services()) {
      if (!carriesEndpoints(service)) {
        if (changed.contains(service.key())) {
          replacements.put(
              place,
              services.get(inputs(view, known.client, peers, service), this::withoutEndpoints));
        }
        place++;
      }
    }
    return known.resources.replacing(replacements.buildOrThrow());
  }

  private static boolean carriesEndpoints(MeshService service) {
    return service.externalName().isPresent()
        || switch (service.resolution()) {
          case DNS, DNS_ROUND_ROBIN -> true;
          case STATIC, PASSTHROUGH, DYNAMIC_DNS -> false;
        };
  }

  private static OutboundServiceInputs inputs(
      OutboundView view, ClientScope client, ServicePeerIndex peers, MeshService service) {
    return new OutboundServiceInputs(
        service, view.rules().ruleFor(service), peers.of(service.key()), client);
  }

  private ImmutableList<XdsResource> withoutEndpoints(OutboundServiceInputs service) {
    return translated(service, new DnsEndpointResolver(EndpointIndex.EMPTY, Locality.UNKNOWN));
  }

  private ImmutableList<XdsResource> translated(
      OutboundServiceInputs service, DnsEndpointResolver dns) {
    ImmutableList.Builder<XdsResource> translated = ImmutableList.builder();
    for (OutboundClusterInputs inputs : OutboundClusterResolver.resolve(service, dns)) {
      translated.add(outbound.get(inputs, OutboundClusterGenerator::generate));
    }
    return translated.build();
  }

  private record Client(OutboundKey scope, Locality locality) {}

  /** What does not depend on endpoints. */
  private record Fixed(
      ServiceScope services,
      TrafficRules rules,
      MeshConfig meshConfig,
      ClientScope client,
      ServicePeerIndex peers,
      ImmutableList<MeshService> dnsServices,
      ServiceResources resources) {

    boolean isFor(OutboundView view) {
      return services == view.services()
          && rules == view.rules()
          && meshConfig == view.meshConfig()
          && client.ruleSecrets().equals(view.secrets());
    }

    Fixed with(ServicePeerIndex newPeers, ServiceResources newResources) {
      return new Fixed(services, rules, meshConfig, client, newPeers, dnsServices, newResources);
    }
  }

  private record Complete(
      Fixed fixed, ImmutableList<ServiceEndpoints> endpoints, ResourceSet set) {}
}
