package io.meltemi.translator.cluster;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.memo.Memo;
import io.meltemi.translator.memo.MemoStats;
import io.meltemi.translator.model.EndpointIndex;
import io.meltemi.translator.model.Locality;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.ServiceEndpoints;
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
  private final Memo<OutboundClusterInputs, XdsResource> outbound;
  private final Memo<InboundClusterInputs, XdsResource> inbound;
  private final Memo<MeshwideClusterInputs, XdsResource> meshwide;
  private final Map<OutboundKey, Fixed> latestFixed = new HashMap<>();
  private final Map<Client, Complete> latestComplete = new HashMap<>();

  public ClusterTranslator() {
    this(true, new Memo<>(), new Memo<>(), new Memo<>());
  }

  private ClusterTranslator(
      boolean remembers,
      Memo<OutboundClusterInputs, XdsResource> outbound,
      Memo<InboundClusterInputs, XdsResource> inbound,
      Memo<MeshwideClusterInputs, XdsResource> meshwide) {
    this.remembers = remembers;
    this.outbound = outbound;
    this.inbound = inbound;
    this.meshwide = meshwide;
  }

  /** Makes everything anew each time: what the law about memos compares with. */
  public static ClusterTranslator withoutMemo() {
    return new ClusterTranslator(false, Memo.disabled(), Memo.disabled(), Memo.disabled());
  }

  /**
   * The outbound clusters of a view, with PassthroughCluster and BlackHoleCluster. Endpoints and
   * place matter to DNS clusters only.
   */
  public ResourceSet clusters(OutboundView view, EndpointIndex index, Locality client) {
    Fixed fixed = fixed(view);
    if (fixed.dnsServices.isEmpty()) {
      return fixed.set;
    }
    ImmutableList<ServiceEndpoints> endpoints =
        fixed.dnsServices.stream()
            .map(service -> index.of(service.key()))
            .collect(ImmutableList.toImmutableList());
    Client key = new Client(view.scope(), client);
    Complete known = latestComplete.get(key);
    if (known != null && known.fixed == fixed && known.endpoints.equals(endpoints)) {
      return known.set;
    }
    DnsEndpointResolver dns = new DnsEndpointResolver(index, client);
    List<XdsResource> resources = new ArrayList<>();
    for (MeshService service : fixed.dnsServices) {
      addClusters(view, service, dns, resources);
    }
    ResourceSet set = fixed.set.including(ResourceSet.of(resources));
    if (remembers) {
      latestComplete.put(key, new Complete(fixed, endpoints, set));
    }
    return set;
  }

  /** A sidecar's inbound clusters; none for a gateway. */
  public ResourceSet inbound(ProxyView view) {
    if (view.proxyClass().kind() != ProxyKind.SIDECAR) {
      return ResourceSet.EMPTY;
    }
    List<XdsResource> resources = new ArrayList<>();
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
    return outbound.stats().plus(inbound.stats()).plus(meshwide.stats());
  }

  private Fixed fixed(OutboundView view) {
    Fixed known = latestFixed.get(view.scope());
    if (known != null && known.isFor(view)) {
      return known;
    }
    DnsEndpointResolver none = new DnsEndpointResolver(EndpointIndex.EMPTY, Locality.UNKNOWN);
    List<XdsResource> resources = new ArrayList<>();
    ImmutableList.Builder<MeshService> dnsServices = ImmutableList.builder();
    for (MeshService service : view.services().services()) {
      if (carriesEndpoints(service)) {
        dnsServices.add(service);
      } else {
        addClusters(view, service, none, resources);
      }
    }
    for (MeshwideClusterInputs inputs : MeshwideClusterResolver.outbound(view)) {
      resources.add(meshwide.get(inputs, MeshwideClusterGenerator::generate));
    }
    Fixed made =
        new Fixed(
            view.services(),
            view.rules(),
            view.meshConfig(),
            dnsServices.build(),
            ResourceSet.of(resources));
    if (remembers) {
      latestFixed.put(view.scope(), made);
    }
    return made;
  }

  private static boolean carriesEndpoints(MeshService service) {
    return service.externalName().isPresent()
        || switch (service.resolution()) {
          case DNS, DNS_ROUND_ROBIN -> true;
          case STATIC, PASSTHROUGH, DYNAMIC_DNS -> false;
        };
  }

  private void addClusters(
      OutboundView view,
      MeshService service,
      DnsEndpointResolver dns,
      List<XdsResource> resources) {
    for (OutboundClusterInputs inputs : OutboundClusterResolver.resolve(view, service, dns)) {
      resources.add(outbound.get(inputs, OutboundClusterGenerator::generate));
    }
  }

  private record Client(OutboundKey scope, Locality locality) {}

  /** What does not depend on endpoints. */
  private record Fixed(
      ServiceScope services,
      TrafficRules rules,
      MeshConfig meshConfig,
      ImmutableList<MeshService> dnsServices,
      ResourceSet set) {

    boolean isFor(OutboundView view) {
      return services == view.services()
          && rules == view.rules()
          && meshConfig == view.meshConfig();
    }
  }

  private record Complete(
      Fixed fixed, ImmutableList<ServiceEndpoints> endpoints, ResourceSet set) {}
}
