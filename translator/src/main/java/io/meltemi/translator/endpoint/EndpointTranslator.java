package io.meltemi.translator.endpoint;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.destination.ClientScope;
import io.meltemi.translator.destination.ServiceResourceSets;
import io.meltemi.translator.destination.ServiceResources;
import io.meltemi.translator.memo.Memo;
import io.meltemi.translator.memo.MemoStats;
import io.meltemi.translator.model.EndpointIndex;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.Place;
import io.meltemi.translator.model.ServiceKey;
import io.meltemi.translator.proxy.OutboundKey;
import io.meltemi.translator.proxy.OutboundView;
import io.meltemi.translator.proxy.ProxyClass;
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
 * they belong to are looked at again. What a service comes to is remembered for all views. Not
 * thread-safe, like {@link Memo}.
 */
public final class EndpointTranslator {
  private final boolean remembers;
  private final Memo<ServiceEndpointInputs, ImmutableList<XdsResource>> services;
  private final Memo<EndpointInputs, XdsResource> resources;
  private final EndpointResolver resolver;
  private final ServiceResourceSets sets;
  private final Map<Client, Latest> latest = new HashMap<>();
  private EndpointChange change = new EndpointChange(EndpointIndex.EMPTY, EndpointIndex.EMPTY);

  public EndpointTranslator() {
    this.remembers = true;
    this.services = new Memo<>();
    this.resources = new Memo<>();
    this.resolver = new EndpointResolver(new Memo<>());
    this.sets = ServiceResourceSets.create();
  }

  private EndpointTranslator(ServiceResourceSets sets) {
    this.remembers = false;
    this.services = Memo.disabled();
    this.resources = Memo.disabled();
    this.resolver = new EndpointResolver(Memo.disabled());
    this.sets = sets;
  }

  /** Makes everything anew each time: what the law about memos compares with. */
  public static EndpointTranslator withoutMemo() {
    return new EndpointTranslator(ServiceResourceSets.withoutMemo());
  }

  /** The EDS resources of all clusters of the view that have their endpoints from us. */
  public ResourceSet endpoints(OutboundView view, EndpointIndex index, Place place) {
    Client key = new Client(view.scope(), place);
    Latest known = latest.get(key);
    Latest made;
    if (known != null && known.isFor(view)) {
      if (known.index == index) {
        return known.resources.set();
      }
      made = known.with(index, updated(known, view, index, place));
    } else {
      made = all(view, index, place);
    }
    if (remembers) {
      latest.put(key, made);
    }
    return made.resources.set();
  }

  /** The EDS resources of one service's clusters. */
  public ImmutableList<XdsResource> endpointsOf(
      OutboundView view, MeshService service, EndpointIndex index, Place place) {
    return endpointsOf(view, ClientScope.of(view), service, index, place);
  }

  /** Forgets the sets that nobody has any more. */
  public void retain(Set<Client> live) {
    latest.keySet().retainAll(live);
  }

  /** A miss is one translated resource. */
  public MemoStats stats() {
    return resources.stats();
  }

  private ImmutableList<XdsResource> endpointsOf(
      OutboundView view,
      ClientScope client,
      MeshService service,
      EndpointIndex index,
      Place place) {
    return services.get(
        ServiceEndpointInputs.of(
            service, view.rules().ruleFor(service), index.of(service.key()), client, place),
        this::translated);
  }

  private ImmutableList<XdsResource> translated(ServiceEndpointInputs service) {
    ImmutableList.Builder<XdsResource> translated = ImmutableList.builder();
    for (EndpointInputs inputs : resolver.resolve(service)) {
      translated.add(resources.get(inputs, EndpointGenerator::generate));
    }
    return translated.build();
  }

  private Latest all(OutboundView view, EndpointIndex index, Place place) {
    ClientScope client = ClientScope.of(view);
    List<ImmutableList<XdsResource>> parts = new ArrayList<>();
    for (MeshService service : view.services().services()) {
      parts.add(endpointsOf(view, client, service, index, place));
    }
    return new Latest(
        view.services(), view.rules(), view.meshConfig(), client, index, sets.of(parts));
  }

  private ServiceResources updated(
      Latest known, OutboundView view, EndpointIndex index, Place place) {
    if (!change.isBetween(known.index, index)) {
      change = new EndpointChange(known.index, index);
    }
    ImmutableMap.Builder<Integer, ImmutableList<XdsResource>> replacements = ImmutableMap.builder();
    ServiceScope scope = view.services();
    for (ServiceKey changed : change.services()) {
      scope
          .position(changed.hostname())
          .filter(position -> scope.services().get(position).key().equals(changed))
          .ifPresent(
              position ->
                  replacements.put(
                      position,
                      endpointsOf(
                          view, known.client, scope.services().get(position), index, place)));
    }
    return change.applied(known.resources, replacements.buildOrThrow());
  }

  /** Who gets the same endpoints. */
  public record Client(OutboundKey scope, Place place) {

    public static Client of(ProxyClass proxyClass) {
      return new Client(proxyClass.outbound(), proxyClass.place());
    }
  }

  private record Latest(
      ServiceScope services,
      TrafficRules rules,
      MeshConfig meshConfig,
      ClientScope client,
      EndpointIndex index,
      ServiceResources resources) {

    boolean isFor(OutboundView view) {
      return services == view.services()
          && rules == view.rules()
          && meshConfig == view.meshConfig();
    }

    Latest with(EndpointIndex newIndex, ServiceResources newResources) {
      return new Latest(services, rules, meshConfig, client, newIndex, newResources);
    }
  }
}
