package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.Gateway;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.model.ObjectIndex;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes views, and remembers their outbound sides: classes with the same scope get the same
 * reference, and the same as for the model before unless something that they can see has changed.
 *
 * <p>A scope that nobody asks for while the model goes through two changes is forgotten. Not
 * thread-safe: it belongs to the one thread that translates.
 */
public final class ProxyViews {

  private OutboundSources sources = OutboundSources.of(MeshModel.EMPTY);
  private OutboundSources before = sources;
  private ObjectIndex<Gateway> gateways = ObjectIndex.empty();
  private Map<OutboundKey, OutboundView> views = new HashMap<>();
  private Map<OutboundKey, OutboundView> earlier = Map.of();
  private final Map<ProxyClass, ImmutableList<GatewayServer>> servers = new HashMap<>();

  public ProxyView of(MeshModel model, ProxyClass proxyClass) {
    moveTo(model);
    return new ProxyView(
        proxyClass,
        views.computeIfAbsent(proxyClass.outbound(), this::outbound),
        model.endpoints(),
        model.peers(),
        proxyClass.gateways().isEmpty()
            ? ImmutableList.of()
            : servers.computeIfAbsent(
                proxyClass, c -> GatewayServers.of(model, sources.routingRules(), c)),
        CredentialStore.of(model, proxyClass.outbound()),
        Policies.of(model, proxyClass.policies()));
  }

  /** Forgets the gateways of classes that no proxy is in any more. */
  public void retain(Set<ProxyClass> live) {
    servers.keySet().retainAll(live);
  }

  private void moveTo(MeshModel model) {
    OutboundSources next =
        sources.model().domain().equals(model.domain())
            ? sources.next(model)
            : OutboundSources.of(model);
    if (next.routingRules() != sources.routingRules() || model.gateways() != gateways) {
      servers.clear();
      gateways = model.gateways();
    }
    if (next != sources) {
      before = sources;
      sources = next;
      earlier = views;
      views = new HashMap<>();
    }
  }

  private OutboundView outbound(OutboundKey scope) {
    return OutboundViews.of(sources, scope, before, Optional.ofNullable(earlier.get(scope)));
  }
}
