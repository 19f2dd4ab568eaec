package io.meltemi.translator.endpoint;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.memo.Memo;
import io.meltemi.translator.memo.MemoStats;
import io.meltemi.translator.model.EndpointIndex;
import io.meltemi.translator.model.Locality;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.ServiceEndpoints;
import io.meltemi.translator.model.ServiceKey;
import io.meltemi.translator.proxy.OutboundKey;
import io.meltemi.translator.proxy.OutboundView;
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
 * All endpoints that clients of a view and a place get.
 *
 * <p>Remembers the last set of each view and place: when only endpoints changed, only the services
 * they belong to are looked at again. Not thread-safe, like {@link Memo}.
 */
public final class EndpointTranslator {
  private final boolean remembers;
  private final Memo<EndpointInputs, XdsResource> memo;
  private final EndpointResolver resolver;
  private final Map<Client, Latest> latest = new HashMap<>();
  private Change change = new Change(EndpointIndex.EMPTY, EndpointIndex.EMPTY, ImmutableSet.of());

  public EndpointTranslator() {
    this(true, new Memo<>(), new Memo<>());
  }

  private EndpointTranslator(
      boolean remembers,
      Memo<EndpointInputs, XdsResource> memo,
      Memo<SubsetInputs, ServiceEndpoints> subsets) {
    this.remembers = remembers;
    this.memo = memo;
    this.resolver = new EndpointResolver(subsets);
  }

  /** Makes everything anew each time: what the law about memos compares with. */
  public static EndpointTranslator withoutMemo() {
    return new EndpointTranslator(false, Memo.disabled(), Memo.disabled());
  }

  /** The EDS resources of all clusters of the view that have their endpoints from us. */
  public ResourceSet endpoints(OutboundView view, EndpointIndex index, Locality client) {
    Client key = new Client(view.scope(), client);
    Latest known = latest.get(key);
    ResourceSet set;
    if (known != null && known.isFor(view)) {
      if (known.index == index) {
        return known.set;
      }
      set = updated(known, view, index, client);
    } else {
      set = all(view, index, client);
    }
    if (remembers) {
      latest.put(key, new Latest(view.services(), view.rules(), view.meshConfig(), index, set));
    }
    return set;
  }

  /** The EDS resources of one service's clusters. */
  public ImmutableList<XdsResource> endpointsOf(
      OutboundView view, MeshService service, EndpointIndex index, Locality client) {
    ImmutableList.Builder<XdsResource> resources = ImmutableList.builder();
    for (EndpointInputs inputs : resolver.resolve(view, service, index.of(service.key()), client)) {
      resources.add(memo.get(inputs, EndpointGenerator::generate));
    }
    return resources.build();
  }

  /** Forgets the sets of views that nobody has any more. */
  public void retain(Set<OutboundKey> scopes) {
    latest.keySet().removeIf(client -> !scopes.contains(client.scope));
  }

  /** A miss is one translated resource. */
  public MemoStats stats() {
    return memo.stats();
  }

  private ResourceSet all(OutboundView view, EndpointIndex index, Locality client) {
    List<XdsResource> resources = new ArrayList<>();
    for (MeshService service : view.services().services()) {
      resources.addAll(endpointsOf(view, service, index, client));
    }
    return ResourceSet.of(resources);
  }

  private ResourceSet updated(
      Latest known, OutboundView view, EndpointIndex index, Locality client) {
    List<XdsResource> resources = new ArrayList<>();
    for (ServiceKey changed : changes(known.index, index)) {
      view.services()
          .service(changed.hostname())
          .filter(service -> service.key().equals(changed))
          .ifPresent(service -> resources.addAll(endpointsOf(view, service, index, client)));
    }
    return known.set.changed(resources, ImmutableList.of());
  }

  /** The same difference is asked for once per view and place. */
  private ImmutableSet<ServiceKey> changes(EndpointIndex from, EndpointIndex to) {
    if (change.from != from || change.to != to) {
      change = new Change(from, to, to.changedSince(from));
    }
    return change.services;
  }

  private record Client(OutboundKey scope, Locality locality) {}

  private record Change(EndpointIndex from, EndpointIndex to, ImmutableSet<ServiceKey> services) {}

  private record Latest(
      ServiceScope services,
      TrafficRules rules,
      MeshConfig meshConfig,
      EndpointIndex index,
      ResourceSet set) {

    boolean isFor(OutboundView view) {
      return services == view.services()
          && rules == view.rules()
          && meshConfig == view.meshConfig();
    }
  }
}
